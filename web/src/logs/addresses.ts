import { given, oneOf, text } from '@/parts/search';

export const STATES = ['written', 'released', 'acknowledged', 'withdrawn'] as const;

/** The logs: of whom, in which a criterion is low, and the one that stands open. */
export function list(search: Record<string, unknown>) {
  return given({
    agent: text(search.agent),
    team: text(search.team),
    criterion: text(search.criterion),
    recurring: oneOf(search.recurring, ['yes']),
    state: oneOf(search.state, STATES),
    open: text(search.open),
  });
}

/** What the address of the list carries. */
export type ListSearch = ReturnType<typeof list>;
