import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { asProblem } from '@/api/problems';
import type { AnswerChange } from '@/api/schema';
import { keptPlace } from '@/session/kept';
import { AnswerQueue, type QueueState } from './answerQueue';
import { NOTHING, includes, isNothing, type Unsaved } from './answers';
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
  // A save whose answer never came may have been taken all the same; then the next one is stale by our own doing.
  let unheard: AnswerChange | null = null;
  const send = async (change: AnswerChange): Promise<void> => {
    const before = client.getQueryData(evaluationQuery(id).queryKey);
    try {
      await saveAnswers(client, id, change, 'draft');
      unheard = null;
    } catch (error) {
      const problem = asProblem(error);
      if (problem.kind === 'stale' && unheard && before) {
        const now = await reread(client, id);
        const ours = now.revision === before.revision + 1 && includes(now, unheard);
        unheard = null;
        if (ours) return send(change);
      }
      if (problem.status === 0 || problem.status >= 500) unheard = change;
      throw error;
    }
  };
  return new AnswerQueue(send, (unsaved) => put(place, unsaved), found(place));
}

function put(place: string, unsaved: Unsaved): void {
  if (isNothing(unsaved)) sessionStorage.removeItem(place);
  else sessionStorage.setItem(place, JSON.stringify(unsaved));
}

function found(place: string): Unsaved {
  const text = sessionStorage.getItem(place);
  if (text === null) return NOTHING;
  try {
    return JSON.parse(text) as Unsaved;
  } catch {
    return NOTHING;
  }
}

/** What was answered in a draft and never taken, since somebody completed it meanwhile. */
export function useLeftOver(id: string): { unsaved: Unsaved; drop: () => void } {
  const queue = queueOf(useQueryClient(), id);
  const { unsaved } = useSyncExternalStore(queue.subscribe, queue.current);
  return { unsaved, drop: () => queue.drop() };
}

/** The answers of an evaluation on their way to the API, saved as they are given. */
export function useAnswerQueue(id: string): { queue: AnswerQueue; state: QueueState } {
  const client = useQueryClient();
  const queue = queueOf(client, id);
  const state = useSyncExternalStore(queue.subscribe, queue.current);
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
    window.addEventListener('online', save);
    window.addEventListener('beforeunload', leaving);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      window.removeEventListener('online', save);
      window.removeEventListener('beforeunload', leaving);
      document.removeEventListener('visibilitychange', hidden);
      // Left: what waits is sent on its way, unless it was refused.
      if (!refused()) save();
    };
  }, [queue]);
  return { queue, state };
}
