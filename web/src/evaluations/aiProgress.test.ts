import { expect, test } from 'vitest';
import type { AiAnswering, Answer } from '@/api/schema';
import { beginning, follow, sayProgress } from './aiProgress';

const answer = (question_id: string, answered_by: 'ai' | 'human'): Answer => ({
  question_id,
  answered_by,
  option_id: 'yes',
  comment: '',
  not_applicable: false,
  unsupported: false,
  unchecked: false,
  no_opportunity: false,
  rationale: '',
});

const asked = (status: 'answering' | 'failed', attempt = 1): AiAnswering => ({
  status,
  attempt,
  requested_by: 'us_1',
  requested_at: '2026-11-02T09:00:00.000Z',
  sentence: '',
});

const draft = (ai_answering: AiAnswering | null, ...answers: Answer[]) => ({ answers, ai_answering });

test('nothing is said of a draft that the AI was not asked about', () => {
  expect(follow(beginning, draft(null, answer('q1', 'ai')), 3)).toBe(beginning);
  expect(sayProgress(beginning)).toBe('');
});

test('its answering is said, and how many it answered once it is done', () => {
  const answering = follow(beginning, draft(asked('answering'), answer('q1', 'ai')), 3);
  expect(sayProgress(answering)).toBe('The AI is answering. Go on meanwhile: what you answer stays.');
  expect(follow(answering, draft(asked('answering'), answer('q1', 'ai')), 3)).toBe(answering);
  const own = [answer('q1', 'ai'), answer('q2', 'human')];
  const done = follow(answering, draft(null, ...own, answer('q3', 'ai'), answer('q4', 'ai')), 1);
  expect(sayProgress(done)).toBe(
    'The AI is done: it answered 2 questions. 1 question of its own is open. All can be changed.',
  );
  // Whatever is changed afterwards, what was said stays as it was.
  expect(follow(done, draft(null), 4)).toBe(done);
});

test('where there was nothing left to answer, that is said too', () => {
  const answering = follow(beginning, draft(asked('answering')), 1);
  expect(sayProgress(follow(answering, draft(null), 0))).toBe('The AI is done and answered nothing.');
});

test('a failure is told elsewhere, and asking again begins anew', () => {
  const answering = follow(beginning, draft(asked('answering')), 1);
  expect(follow(answering, draft(asked('failed')), 1)).toBe(beginning);
  const again = follow(beginning, draft(asked('answering', 2)), 1);
  expect(again).toMatchObject({ state: 'answering', attempt: 2 });
});
