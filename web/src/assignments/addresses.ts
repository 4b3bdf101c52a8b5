import { day, given, manyOf, oneOf, text, texts } from '@/parts/search';

export const STATUSES = [
  'yet_to_start',
  'in_progress',
  'pending_agent_review',
  'pending_supervisor_review',
  'completed',
  'closed',
] as const;
export const TYPES = ['individual', 'group'] as const;

/** The list of assignments. */
export function list(search: Record<string, unknown>) {
  return given({
    status: manyOf(search.status, STATUSES),
    type: oneOf(search.type, TYPES),
    area: texts(search.area),
  });
}

/** One assignment: which of the reviews stand open. */
export function one(search: Record<string, unknown>) {
  return given({ reviews: oneOf(search.reviews, ['disputes', 'resolved'] as const) });
}

/** The agents of a group that was sent. */
export function group(search: Record<string, unknown>) {
  return given({ agent: text(search.agent) });
}

/** Who is marked: Individuals unless told; `open` is the mark or the group that stands open. */
export function marked(search: Record<string, unknown>) {
  return given({ tab: oneOf(search.tab, ['groups'] as const), open: text(search.open) });
}

/** The monitor: by assigned date unless told. */
export function monitor(search: Record<string, unknown>) {
  return given({
    by: oneOf(search.by, ['follow_up'] as const),
    from: day(search.from),
    to: day(search.to),
    area: texts(search.area),
    group: texts(search.group),
    agent: texts(search.agent),
    compare: oneOf(search.compare, ['yes'] as const),
    open: text(search.open),
  });
}
