import { given, text } from '@/parts/search';

/** The page of fairness: of whom, unless one's own; `open` is the score that stands open. */
export function list(search: Record<string, unknown>) {
  return given({ agent: text(search.agent), open: text(search.open) });
}
