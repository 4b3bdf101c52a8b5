import { expect, test } from 'vitest';
import type { Option, Question } from '@/api/schema';
import type { Placed } from './answers';
import { justOpened, noSuchAnswer, nothingToTakeBack } from './whyNot';

const option = (id: string, value: number | null = null) => ({ id, label: id, value }) as Option;

function placed(kind: Question['kind'], options: Option[]): Placed {
  return { number: 3, section: 'Opening', question: { id: 'q', kind, options } as Question };
}

test('a key without an answer says which keys have one', () => {
  const scale = placed(
    'rating_scale',
    [1, 2, 3, 4].map((value) => option(`op_${value}`, value)),
  );
  expect(noSuchAnswer(scale, '7')).toBe('Question 3 has no answer 7. Press 1 to 4.');
  expect(noSuchAnswer(scale, 'y')).toBe('Question 3 has no answer Y. Press 1 to 4.');
  const yesNo = placed('yes_no', [option('yes'), option('no')]);
  expect(noSuchAnswer(yesNo, '5')).toBe('Question 3 has no answer 5. Press Y or N.');
});

test('there is only something to take back where something was answered', () => {
  const where = placed('yes_no', [option('yes'), option('no')]);
  expect(nothingToTakeBack(where, undefined)).toBe('Question 3 has no answer to take back.');
  const answer = { question_id: 'q', option_id: 'yes', not_applicable: false };
  expect(nothingToTakeBack(where, answer as Parameters<typeof nothingToTakeBack>[1])).toBeNull();
});

test('what has only just opened is to be read, and answered where it has open questions', () => {
  expect(justOpened(0)).toContain('Read its answers');
  expect(justOpened(1)).toBe('This has only just opened, and 1 question is to be answered first.');
  expect(justOpened(9)).toBe('This has only just opened, and 9 questions are to be answered first.');
});
