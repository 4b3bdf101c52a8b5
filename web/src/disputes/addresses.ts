import { given, oneOf } from '@/parts/search';

export const STATES = ['open', 'decided'] as const;
export const WHOSE = ['me', 'everybody'] as const;

/** The list of disputes: those to decide unless it says otherwise. */
export function list(search: Record<string, unknown>) {
  return given({ state: oneOf(search.state, STATES), whose: oneOf(search.whose, WHOSE) });
}

/** What the address of the list carries. */
export type ListSearch = ReturnType<typeof list>;
