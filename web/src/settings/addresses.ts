import { given, oneOf, text } from '@/parts/search';

export const TABS = ['account', 'flags', 'teams', 'groups'] as const;
export type Tab = (typeof TABS)[number];

/** Roles, or indicators: the one that stands open beside the list, by its id; `new` for one that is being added. */
export function list(search: Record<string, unknown>) {
  return given({ open: text(search.open) });
}

/** The account: the tab, and the team or group that stands open in it. */
export function tabs(search: Record<string, unknown>) {
  return given({ tab: oneOf(search.tab, TABS), open: text(search.open) });
}
