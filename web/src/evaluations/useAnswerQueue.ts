import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { AnswerChange, EvaluationDetail } from '@/api/schema';
import { whenBack } from '@/session/back';
import { keptPlace, whenForgotten } from '@/session/kept';
import { AnswerQueue, type QueueState } from './answerQueue';
import { isNothing, type Unsaved } from './answers';
import { NONE_PENDING, type Pending } from './merging';
import { evaluationQuery, reread, saveAnswers } from './queries';

// One queue for each evaluation as long as the tab lives: a page that is left still has its answers saved.
const queues = new WeakMap<QueryClient, Map<string, AnswerQueue>>();

function queueOf(client: QueryClient, id: string): AnswerQueue {
  const known = queues.get(client) ?? new Map<string, AnswerQueue>();
  queues.set(client, known);
  const queue = known.get(id) ?? makeQueue(client, id);
  known.set(id, queue);
  return queue;
}

function makeQueue(client: QueryClient, id: string): AnswerQueue {
  const place = keptPlace(`evaluation.${id}`);
  const desk = {
    known: () => client.getQueryData(evaluationQuery(id).queryKey),
    save: (change: AnswerChange) => saveAnswers(client, id, change, 'draft'),
    reread: () => reread(client, id),
  };
  const queue = new AnswerQueue(desk, (pending) => put(place, pending), found(place));
  whenForgotten(() => queue.drop());
  return queue;
}

function put(place: string, pending: Pending): void {
  if (isNothing(pending)) sessionStorage.removeItem(place);
  else sessionStorage.setItem(place, JSON.stringify(pending));
}

function found(place: string): Pending {
  const text = sessionStorage.getItem(place);
  if (text === null) return NONE_PENDING;
  try {
    return { ...NONE_PENDING, ...(JSON.parse(text) as Partial<Pending>) };
  } catch {
    return NONE_PENDING;
  }
}

/** What was answered in a draft and never taken, since somebody completed it meanwhile. */
export function useLeftOver(id: string): { unsaved: Unsaved; drop: () => void } {
  const queue = queueOf(useQueryClient(), id);
  const { unsaved } = useSyncExternalStore(queue.subscribe, queue.current);
  return { unsaved, drop: () => queue.drop() };
}

/**
 * The answers of a draft on their way to the API, saved as they are given and put over what is read of it.
 *
 * @param shown the draft as the page was given it.
 * @returns with the draft as it is known by now. A page hears a moment later of what was saved than of what no longer
 *   waits; in between an answer would be in neither.
 */
export function useAnswerQueue(shown: EvaluationDetail): {
  queue: AnswerQueue;
  state: QueueState;
  evaluation: EvaluationDetail;
} {
  const client = useQueryClient();
  const queue = queueOf(client, shown.id);
  const state = useSyncExternalStore(queue.subscribe, queue.current);
  const evaluation = client.getQueryData(evaluationQuery(shown.id).queryKey) ?? shown;
  useEffect(() => queue.learn(evaluation), [queue, evaluation]);
  useEffect(() => {
    const save = () => void queue.flush().catch(() => undefined);
    const refused = () => queue.current().problem !== null;
    const hidden = () => document.visibilityState === 'hidden' && save();
    const leaving = (event: BeforeUnloadEvent) => {
      if (isNothing(queue.current().unsaved)) return;
      save();
      event.preventDefault();
    };
    // What was kept over a reload goes on its way at once.
    if (queue.current().saving === 'waiting') save();
    const stop = whenBack(save);
    window.addEventListener('beforeunload', leaving);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      stop();
      window.removeEventListener('beforeunload', leaving);
      document.removeEventListener('visibilitychange', hidden);
      // Left: what waits is sent on its way, unless it was refused.
      if (!refused()) save();
    };
  }, [queue]);
  return { queue, state, evaluation };
}
