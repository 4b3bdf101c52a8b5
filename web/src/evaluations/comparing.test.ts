import { expect, test } from 'vitest';
import type { Answer, EvaluationDetail } from '@/api/schema';
import { agreement, pairsOf } from './comparing';

const answer = (question_id: string, option_id: string | null, not_applicable = false) =>
  ({ question_id, option_id, not_applicable, comment: '', answered_by: 'human' }) as Answer;

function evaluated(questions: string[], answers: Answer[]) {
  const sections = [{ id: 's', title: 'Opening', questions: questions.map((id) => ({ id, text: id })) }];
  return { answers, version: { sections } } as unknown as EvaluationDetail;
}

test('what two people answered stands side by side, and what differs is told', () => {
  const one = evaluated(['a', 'b', 'c'], [answer('a', 'yes'), answer('b', 'no'), answer('c', null, true)]);
  const other = evaluated(['a', 'b', 'c'], [answer('a', 'yes'), answer('b', 'yes')]);
  const pairs = pairsOf(one, other);
  expect(pairs.map(({ question, differs }) => [question.id, differs])).toEqual([
    ['a', false],
    ['b', true],
    // One of them has not answered: that is no disagreement.
    ['c', false],
  ]);
  expect(agreement(pairs)).toEqual({ same: 1, of: 2 });
});

test('N/A is an answer', () => {
  const pairs = pairsOf(
    evaluated(['a', 'b'], [answer('a', null, true), answer('b', null, true)]),
    evaluated(['a', 'b'], [answer('a', 'no'), answer('b', null, true)]),
  );
  expect(pairs.map(({ differs }) => differs)).toEqual([true, false]);
});

test('questions that only one version has stand last', () => {
  const pairs = pairsOf(evaluated(['a'], [answer('a', 'yes')]), evaluated(['b', 'a'], [answer('b', 'yes')]));
  expect(pairs.map(({ question }) => question.id)).toEqual(['a', 'b']);
});
