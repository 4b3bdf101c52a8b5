import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { asProblem, type Problem } from '@/api/problems';
import type { MeetingView } from '@/api/schema';
import { whenBack } from '@/session/back';
import { useKept } from '@/parts/useKept';
import { useChangeMeeting } from './changes';
import {
  changesOf,
  contested,
  leftOver,
  sendable,
  shown,
  valuesOf,
  without,
  written,
  type Draft,
  type Values,
} from './draft';
import { meetingKey, meetingQuery } from './queries';
import type { Written } from './words';

/** Saved so long after the last key. */
const PAUSE_MS = 1000;
/** Tried again so often while nobody answers. */
const RETRY_MS = 8000;
const NOTHING: Draft = {};

/**
 * What somebody writes in a meeting: kept in this browser with every key, saved by itself when they pause.
 *
 * @returns the values in the fields, what isn't settled between this and somebody else's version, how saving stands,
 * and `save`, which saves at once and throws where that fails.
 */
export function useDraft(meeting: MeetingView) {
  const client = useQueryClient();
  const kept = useKept<Draft>(`meeting.${meeting.id}`, NOTHING, true);
  const change = useChangeMeeting(meeting.id);
  const { value: draft, set, forget } = kept;
  const latest = useRef(draft);
  useLayoutEffect(() => {
    latest.current = draft;
  }, [draft]);

  const settle = useCallback(
    (next: Draft) => {
      latest.current = next;
      if (Object.keys(next).length === 0) forget(NOTHING);
      else set(next);
    },
    [forget, set],
  );

  const { mutateAsync, isPending } = change;
  // Not the mutation's own error, which goes and comes again with every try and would move the page under the cursor.
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = useCallback(async () => {
    const now = client.getQueryData<MeetingView>(meetingKey(meeting.id));
    if (!now) return;
    const sent = sendable(now, latest.current);
    if (Object.keys(sent).length === 0) return;
    const answer = await mutateAsync(changesOf(sent)).catch((error: unknown) => {
      setProblem(asProblem(error));
      throw error;
    });
    setProblem(null);
    settle(leftOver(answer, latest.current, sent));
  }, [client, meeting.id, mutateAsync, settle]);
  const saveQuietly = useEffectEvent(() => {
    // What went wrong is shown by the page.
    save().catch(() => undefined);
  });

  const ready = Object.keys(sendable(meeting, draft)).length > 0;
  const passing = problem?.passing ?? false;
  const refused = problem !== null && !passing && problem.kind !== 'stale';
  const waits = isPending || (problem !== null && !passing);
  useEffect(() => {
    if (!ready || waits) return;
    const timer = setTimeout(saveQuietly, passing ? RETRY_MS : PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft, ready, waits, passing]);

  useEffect(() => {
    return whenBack(() => saveQuietly());
  }, []);
  // Whoever leaves the page within the pause has their text saved all the same; failing that, it is kept.
  useEffect(() => () => saveQuietly(), []);

  const write = useCallback(
    <Part extends Written>(part: Part, mine: Values[Part]) => {
      // A refusal may be about what was just mended. A stale state isn't: first one has to look at the latest.
      if (refused) setProblem(null);
      settle(written(meeting, latest.current, part, mine));
    },
    [meeting, settle, refused],
  );

  return {
    values: shown(meeting, draft),
    contested: contested(meeting, draft),
    dirty: Object.keys(draft).length > 0,
    saving: isPending,
    problem,
    write,
    save,
    /** Read the meeting as it is now; what was typed stays over it. */
    loadLatest: async () => {
      await client.query({ ...meetingQuery(meeting.id), staleTime: 0 });
      setProblem(null);
    },
    /** Stay with what was typed: from now on it is a change of what the other one wrote. */
    keepMine: (part: Written) => {
      const kept = latest.current[part];
      if (kept) settle({ ...latest.current, [part]: { mine: kept.mine, base: valuesOf(meeting)[part] } });
    },
    /** Drop what was typed. */
    takeTheirs: (part: Written) => {
      settle(without(latest.current, part));
    },
  };
}
