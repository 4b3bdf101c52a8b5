import { day, given, manyOf, oneOf, text } from '@/parts/search';

export const STATUSES = ['scheduled', 'in_progress', 'completed', 'acknowledged', 'cancelled'] as const;
export const VIEWS = ['list', 'calendar'] as const;
export const TABS = ['notes', 'summary'] as const;

/**
 * The meetings: as a list or a calendar, whose, and the month that is looked at.
 * `schedule` opens the dialog for a new one: with a person's id, or `new` for nobody yet.
 */
export function list(search: Record<string, unknown>) {
  return given({
    view: oneOf(search.view, VIEWS),
    participant: text(search.participant),
    facilitator: text(search.facilitator),
    status: manyOf(search.status, STATUSES),
    month: day(search.month),
    schedule: text(search.schedule),
  });
}

/** One meeting: the notes, or its AI performance report. */
export function one(search: Record<string, unknown>) {
  return given({ tab: oneOf(search.tab, TABS) });
}
