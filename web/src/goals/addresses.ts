import { given, text } from '@/parts/search';

/** The goals, and the one that stands open beside them; `new` for one that is being added. */
export function list(search: Record<string, unknown>) {
  return given({ open: text(search.open) });
}
