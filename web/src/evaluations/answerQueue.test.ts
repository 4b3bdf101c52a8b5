import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '@/api/problems';
import type { AnswerChange } from '@/api/schema';
import { AnswerQueue } from './answerQueue';
import { NOTHING, type OwnAnswer, type Unsaved } from './answers';

const gave = (question_id: string, option_id: string): OwnAnswer => ({
  question_id,
  option_id,
  comment: '',
  not_applicable: false,
  quote: null,
});

/** An API that answers when it is told to. */
function desk() {
  const sent: AnswerChange[] = [];
  const answers: { resolve: () => void; reject: (problem: Problem) => void }[] = [];
  let kept: Unsaved = NOTHING;
  const queue = new AnswerQueue(
    (change) => {
      sent.push(change);
      return new Promise<void>((resolve, reject) => answers.push({ resolve, reject }));
    },
    (unsaved) => (kept = unsaved),
  );
  return { sent, answers, queue, kept: () => kept };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('answers given while a save runs go with the next one, never beside it', async () => {
  const { sent, answers, queue, kept } = desk();
  queue.give(gave('q1', 'yes'));
  await vi.advanceTimersByTimeAsync(200);
  queue.give(gave('q2', 'no'));
  queue.give(gave('q1', 'no'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(sent).toHaveLength(1);
  answers[0]?.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent[1]?.answers).toEqual([gave('q1', 'no'), gave('q2', 'no')]);
  answers[1]?.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.current().saving).toBe('saved');
  expect(kept()).toEqual(NOTHING);
});

test('a busy API is asked again after the time it named, and nothing is lost', async () => {
  const { sent, answers, queue, kept } = desk();
  queue.give(gave('q1', 'yes'));
  await vi.advanceTimersByTimeAsync(200);
  answers[0]?.reject(new Problem('throttled', 429, 'Too much', [], null, 5));
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.current()).toMatchObject({ saving: 'failed' });
  expect(kept().answers).toHaveProperty('q1');
  queue.give(gave('q2', 'yes'));
  await vi.advanceTimersByTimeAsync(4900);
  expect(sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(sent[1]?.answers).toHaveLength(2);
  answers[1]?.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(queue.current()).toMatchObject({ saving: 'saved', problem: null });
});

test('a stale revision is not tried again by itself', async () => {
  const { sent, answers, queue } = desk();
  queue.give(gave('q1', 'yes'));
  await vi.advanceTimersByTimeAsync(200);
  answers[0]?.reject(new Problem('stale', 412, 'changed'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(1);
  queue.reconsider();
  expect(queue.current()).toMatchObject({ saving: 'failed', problem: null });
  void queue.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(sent[1]).toEqual(sent[0]);
});

test('completing waits for the answers, and is not done when they cannot be saved', async () => {
  const { answers, queue } = desk();
  queue.give(gave('q1', 'yes'));
  const task = vi.fn(() => Promise.resolve());
  const done = queue.alone(task);
  await vi.advanceTimersByTimeAsync(0);
  expect(task).not.toHaveBeenCalled();
  answers[0]?.reject(new Problem('unreachable', 0, ''));
  await expect(done).rejects.toBeInstanceOf(Problem);
  expect(task).not.toHaveBeenCalled();
});
