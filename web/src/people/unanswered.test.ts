import { describe, expect, it } from 'vitest';
import { Problem, problemOf } from '@/api/problems';
import { linesIn, unanswered } from './unanswered';

describe('a file of people to which no answer came', () => {
  it.each([500, 502, 503, 504])(
    'says in words what to do where the server was cut off: %d',
    async (status) => {
      const raw = new Response('<html>502 Bad Gateway</html>', { status });
      const told = unanswered(await problemOf(raw), false, 4200);
      expect(told?.title).toBe('The file could not be checked in time');
      expect(told?.advice).toContain('Nothing was written');
      expect(told?.advice).toContain('5 parts of 1,000 rows');
      expect(`${told?.title}${told?.advice}`).not.toMatch(/50\d|gateway/i);
    },
  );

  it('doesn’t let a short file be split', () => {
    const told = unanswered(new Problem('unreachable', 0, ''), false, 12);
    expect(told?.advice).not.toContain('parts');
    expect(told?.advice).toContain('try again');
  });

  it('says that trying again writes nothing twice', () => {
    const told = unanswered(new Problem('unavailable', 504, ''), true, 3000);
    expect(told?.advice).toContain('isn’t written twice');
  });

  it('leaves what was refused to the refusal', () => {
    expect(unanswered(new Problem('rule-broken', 422, 'Rows are wrong'), false, 3000)).toBeNull();
    expect(unanswered(new Problem('throttled', 429, ''), true, null)).toBeNull();
  });

  it('counts lines whatever ends them', () => {
    expect(linesIn('name,email\r\na,b\r\n\r\nc,d\r\n')).toBe(3);
    expect(linesIn('')).toBe(0);
  });
});
