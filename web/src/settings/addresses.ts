import { given, oneOf, text } from '@/parts/search';

export const TABS = ['account', 'flags', 'roles', 'teams', 'groups', 'indicators'] as const;
export type Tab = (typeof TABS)[number];

/** The tab, and what stands open in it: a role, team, group or rule by its id, `new` for one that is being added. */
export function tabs(search: Record<string, unknown>) {
  return given({ tab: oneOf(search.tab, TABS), open: text(search.open) });
}
