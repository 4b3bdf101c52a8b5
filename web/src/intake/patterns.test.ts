import { describe, expect, it } from 'vitest';
import { asSent, atFields, EMPTY, moved, namesIn, sayPart } from './patterns';

describe('patterns as they are edited', () => {
  it('sends what was typed without blanks, and nothing that is empty', () => {
    const typed = { ...EMPTY, name: ' North ', folder: 'calls/north', pattern: '{agent} ', time_zone: ' ' };
    expect(asSent([{ ...typed, values: { queue: ' Sales ', direction: '' } }])).toEqual([
      {
        name: 'North',
        folder: 'calls/north/',
        pattern: '{agent} ',
        time_zone: null,
        values: { queue: 'Sales' },
      },
    ]);
  });

  it('takes names from lines, once each', () => {
    expect(namesIn('a.wav\r\n\n  "b.wav",\na.wav\n')).toEqual(['a.wav', 'b.wav']);
  });

  it('tells what stands at the fields already from what stands nowhere', () => {
    const at = (...pointers: string[]) => ({ fields: pointers.map((pointer) => ({ pointer })) });
    expect(atFields(at('/patterns/0/pattern', '/patterns/12/values/queue'))).toEqual(['patterns']);
    expect(atFields(at('/patterns/0/pattern', '/names/3'))).toEqual([]);
    expect(atFields(at('/patterns'))).toEqual([]);
    expect(atFields(null)).toEqual([]);
  });

  it('moves within the list and not out of it', () => {
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
    expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c']);
  });

  it('says what becomes of files whose names tell nothing', () => {
    expect(sayPart('recording')).toBeNull();
    expect(sayPart('unfinished')).toMatch(/goes on/);
  });
});
