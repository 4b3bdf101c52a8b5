import { given, oneOf, text } from '@/parts/search';

import { REASON_WORDS } from './words';

export const STATUSES = ['held', 'processing', 'failed', 'dismissed', 'loaded'] as const;
const REASONS = Object.keys(REASON_WORDS) as (keyof typeof REASON_WORDS)[];

/**
 * The list: which status, of what is held for which reason and value, what is looked for,
 * the answer for many that is under way, and the item that stands open beside it.
 */
export function list(search: Record<string, unknown>) {
  return given({
    status: oneOf(search.status, STATUSES),
    reason: oneOf(search.reason, REASONS),
    given: text(search.given),
    q: text(search.q),
    batch: text(search.batch),
    open: text(search.open),
  });
}

/** The lines of a bulk import with a status, and the line that stands open beside them. */
export function importLines(search: Record<string, unknown>) {
  return given({ status: oneOf(search.status, STATUSES), open: text(search.open) });
}

/** What names are known of. */
export function names(search: Record<string, unknown>) {
  return given({ field: oneOf(search.field, ['queue', 'channel'] as const) });
}
