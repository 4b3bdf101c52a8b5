import { given, oneOf, text } from '@/parts/search';

export const TABS = ['overview', 'reports', 'evaluations', 'interactions', 'meetings', 'actions'] as const;

/** A profile: which tab, and the AI performance report that is slid over it. */
export function one(search: Record<string, unknown>) {
  return given({ tab: oneOf(search.tab, TABS), report: text(search.report) });
}
