import { day, given, manyOf, oneOf, text } from '@/parts/search';

export const STATUSES = ['scheduled', 'in_progress', 'completed', 'acknowledged', 'cancelled'] as const;
export const VIEWS = ['list', 'calendar'] as const;
export const TABS = ['notes', 'summary'] as const;

/** The meetings: as a list or a calendar, whose, and the week or month that is looked at. */
export function list(search: Record<string, unknown>) {
  return given({
    view: oneOf(search.view, VIEWS),
    participant: text(search.participant),
    facilitator: text(search.facilitator),
    status: manyOf(search.status, STATUSES),
    month: day(search.month),
  });
}

/** One meeting: the notes, or its AI performance summary. */
export function one(search: Record<string, unknown>) {
  return given({ tab: oneOf(search.tab, TABS), generate: text(search.generate) });
}
