import { expect, test } from 'vitest';
import { agreementWords, chosenWords, handedIn, keptChosen, standingWords } from './earning';

const none = { percent: null, low: null, high: null, line: 80, least: 20 };

test('an agreement is told with its sample and interval', () => {
  expect(agreementWords({ ...none, checks: 0, alike: 0 })).toBe('No checks yet');
  expect(
    agreementWords({ checks: 20, alike: 19, percent: 95, low: 76.4, high: 99.1, line: 80, least: 20 }),
  ).toBe('95% of 20 checks, 76 to 99%');
});

test('what was answered stands in the words of the question', () => {
  const question = {
    options: [{ id: 'o1', label: 'Always', auto_fail: 'none', passes: true, points: 1, value: null }],
  } as const;
  const of = (option_id: string | null, not_applicable = false) => ({ option_id, not_applicable });
  const known = { options: [...question.options] };
  expect(chosenWords(of('o1'), known)).toBe('Always');
  expect(chosenWords(of('o2'), known)).toBe('o2');
  expect(chosenWords(of(null, true), known)).toBe('N/A');
  expect(chosenWords(of(null))).toBe('No answer');
});

test('a check is handed in once every question has an answer, N/A as one', () => {
  const questions = [{ id: 'a' }, { id: 'b' }];
  expect(handedIn(questions, new Map([['a', 'yes']]))).toEqual({ missing: 'b' });
  expect(
    handedIn(
      questions,
      new Map([
        ['b', null],
        ['a', 'yes'],
      ]),
    ),
  ).toEqual({
    answers: [
      { question_id: 'a', option_id: 'yes', not_applicable: false },
      { question_id: 'b', option_id: null, not_applicable: true },
    ],
  });
});

test('where the rule is off nothing is called a draft for its standing', () => {
  expect(standingWords('learning', true)).toBe('Drafts: not earned yet');
  expect(standingWords('learning', false)).toBe('Not earned yet');
  expect(standingWords('lost', false)).toBe('Lost again');
  expect(standingWords('earned', false)).toBe('Earned');
});

test('what was chosen is there after a reload, as far as it is asked', () => {
  const kept = JSON.parse(JSON.stringify({ a: 'yes', b: null, gone: 'no' })) as Record<string, string | null>;
  expect([...keptChosen(kept, [{ id: 'a' }, { id: 'b' }, { id: 'c' }])]).toEqual([
    ['a', 'yes'],
    ['b', null],
  ]);
});
