import { given, oneOf, text } from '@/parts/search';

export const STATUSES = ['held', 'processing', 'failed', 'loaded'] as const;

/** The list: which status, and the item that stands open beside it. */
export function list(search: Record<string, unknown>) {
  return given({ status: oneOf(search.status, STATUSES), open: text(search.open) });
}

/** The lines of a bulk import with a status, and the line that stands open beside them. */
export function importLines(search: Record<string, unknown>) {
  return given({ status: oneOf(search.status, STATUSES), open: text(search.open) });
}
