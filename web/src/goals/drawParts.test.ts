import { expect, test } from 'vitest';
import { partOf } from './drawParts';

test('a part of a draw says where the next one begins', () => {
  expect(partOf('row,agent_id\r\nframe,us_1,int_1,,,\r\nnext,,abc-_=,,,\r\n')).toEqual([
    'row,agent_id\r\nframe,us_1,int_1,,,\r\n',
    'abc-_=',
  ]);
  expect(partOf('frame,us_1,int_1,,,\r\n')).toEqual(['frame,us_1,int_1,,,\r\n', undefined]);
});
