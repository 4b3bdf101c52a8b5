/** The rules of a draft that lies over a meeting while somebody writes; without any of the page. */
import type { Goal, MeetingChanges, MeetingView } from '@/api/schema';
import { WRITTEN, mayWrite, type Written } from './words';

/** A goal that is being written. It has no id until it is saved; `key` tells it from the others till then. */
export interface DraftGoal {
  key: string;
  id: string | null;
  text: string;
  status: Goal['status'];
}

export interface Values {
  agenda: string;
  notes: string;
  private_notes: string;
  goals: DraftGoal[];
}

/** What somebody changed and is not saved: each part with what it was when they began, to see who else changed it. */
export type Draft = { [Part in Written]?: { mine: Values[Part]; base: Values[Part] } };

export function valuesOf(meeting: MeetingView): Values {
  return {
    agenda: meeting.agenda,
    notes: meeting.notes,
    private_notes: meeting.private_notes ?? '',
    goals: meeting.goals.map((goal) => ({ key: goal.id, ...goal })),
  };
}

/** What stands in the fields: what was typed, over what is saved. */
export function shown(meeting: MeetingView, draft: Draft): Values {
  const saved = valuesOf(meeting);
  return {
    agenda: draft.agenda?.mine ?? saved.agenda,
    notes: draft.notes?.mine ?? saved.notes,
    private_notes: draft.private_notes?.mine ?? saved.private_notes,
    goals: draft.goals?.mine ?? saved.goals,
  };
}

/** The draft after a part was changed; a part that is again as it was saved is no change. */
export function written<Part extends Written>(
  meeting: MeetingView,
  draft: Draft,
  part: Part,
  mine: Values[Part],
): Draft {
  const base = draft[part]?.base ?? valuesOf(meeting)[part];
  return same(mine, valuesOf(meeting)[part]) ? without(draft, part) : { ...draft, [part]: { mine, base } };
}

/** The draft without a part. */
export function without(draft: Draft, part: Written): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([name]) => name !== part));
}

/** The parts that somebody else changed since they were begun here, or that can no longer be changed at all. */
export function contested(meeting: MeetingView, draft: Draft): Written[] {
  const saved = valuesOf(meeting);
  return WRITTEN.filter((part) => {
    const kept = draft[part];
    if (!kept) return false;
    if (!mayWrite(meeting, part)) return true;
    return !same(kept.base, saved[part]) && !same(kept.mine, saved[part]);
  });
}

/** What of a draft can be sent: not what is contested, and no goal without words. */
export function sendable(meeting: MeetingView, draft: Draft): Draft {
  const not = contested(meeting, draft);
  const ready = WRITTEN.filter((part) => {
    if (!draft[part] || not.includes(part)) return false;
    return part !== 'goals' || (draft.goals?.mine ?? []).every((goal) => goal.text.trim() !== '');
  });
  return Object.fromEntries(ready.map((part) => [part, draft[part]]));
}

export function changesOf(draft: Draft): MeetingChanges {
  return {
    ...(draft.agenda && { agenda: draft.agenda.mine }),
    ...(draft.notes && { notes: draft.notes.mine }),
    ...(draft.private_notes && { private_notes: draft.private_notes.mine }),
    ...(draft.goals && {
      goals: draft.goals.mine.map(({ id, text, status }) => ({
        ...(id ? { id } : {}),
        text: text.trim(),
        status,
      })),
    }),
  };
}

/**
 * What is left of a draft once `sent` is saved as `meeting`: what was typed meanwhile.
 * Goals that were new have ids now, and keep them although their text was changed since.
 */
export function leftOver(meeting: MeetingView, draft: Draft, sent: Draft): Draft {
  const saved = valuesOf(meeting);
  const left: Draft = {};
  for (const part of ['agenda', 'notes', 'private_notes'] as const) {
    const kept = draft[part];
    if (!kept) continue;
    if (!sent[part]) left[part] = kept;
    else if (kept.mine !== sent[part].mine) left[part] = { mine: kept.mine, base: saved[part] };
  }
  if (draft.goals) {
    if (!sent.goals) left.goals = draft.goals;
    else if (!same(draft.goals.mine, sent.goals.mine)) {
      const ids = new Map(
        sent.goals.mine.map((goal, place) => [goal.key, saved.goals[place]?.id ?? goal.id]),
      );
      left.goals = {
        mine: draft.goals.mine.map((goal) => ({ ...goal, id: goal.id ?? ids.get(goal.key) ?? null })),
        base: saved.goals,
      };
    }
  }
  return left;
}

function same(one: string | DraftGoal[], other: string | DraftGoal[]): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other;
  return (
    one.length === other.length &&
    one.every((goal, place) => {
      const that = other[place];
      return goal.id === that?.id && goal.text === that.text && goal.status === that.status;
    })
  );
}
