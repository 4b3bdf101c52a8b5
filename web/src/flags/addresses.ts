import { given, manyOf, oneOf, text } from '@/parts/search';

export const QUEUES = ['compliance', 'quality'] as const;
export const STATES = ['open', 'snoozed', 'resolved', 'withdrawn'] as const;
export const WHOSE = ['me', 'everybody'] as const;
export const KINDS = [
  'low_score',
  'compliance',
  'pattern',
  'keyword',
  'hang_up',
  'policy',
  'addresses_ai',
] as const;

/** The queues: compliance unless it says otherwise, what is open, what one has oneself; and the flag that stands open. */
export function list(search: Record<string, unknown>) {
  return given({
    queue: oneOf(search.queue, QUEUES),
    state: oneOf(search.state, STATES),
    whose: oneOf(search.whose, WHOSE),
    kind: manyOf(search.kind, KINDS),
    agent: text(search.agent),
    open: text(search.open),
  });
}

/** What the address of the list carries. */
export type ListSearch = ReturnType<typeof list>;
