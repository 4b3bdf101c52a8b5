import { expect, test } from 'vitest';
import type { PairingView } from '@/api/schema';
import { sayPair } from './words';

test('a pairing reads as whoever reads it has a part in it', () => {
  const of = (part: string, learner: string | null) =>
    sayPair({ part, learner_name: learner, colleague_name: 'Joe Sample' } as PairingView);
  expect(of('learner', 'Kim Sample')).toBe('You and Joe Sample');
  expect(of('colleague', null)).toBe('You and a colleague');
  expect(of('colleague', 'Kim Sample')).toBe('You and Kim Sample');
  expect(of('leader', 'Kim Sample')).toBe('Kim Sample and Joe Sample');
});
