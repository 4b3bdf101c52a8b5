import { given, oneOf } from '@/parts/search';

export const TABS = ['account', 'flags', 'roles', 'teams', 'groups', 'indicators'] as const;

export function tabs(search: Record<string, unknown>) {
  return given({ tab: oneOf(search.tab, TABS) });
}
