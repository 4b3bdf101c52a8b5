import { given, manyOf, text, texts } from '@/parts/search';

export const STATUSES = ['active', 'inactive'] as const;
export const KINDS = ['human', 'bot'] as const;

/** The list: its filters, and the person who stands open beside it. */
export function list(search: Record<string, unknown>) {
  return given({
    q: text(search.q),
    status: manyOf(search.status, STATUSES),
    kind: manyOf(search.kind, KINDS),
    role: texts(search.role),
    team: texts(search.team),
    group: texts(search.group),
    open: text(search.open),
  });
}
