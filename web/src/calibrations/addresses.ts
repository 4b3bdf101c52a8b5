import { given, oneOf, text } from '@/parts/search';

export const STATUSES = ['active', 'closed'] as const;

/** The list: active ones unless told; `conversation` begins a new one about that conversation. */
export function list(search: Record<string, unknown>) {
  return given({ status: oneOf(search.status, STATUSES), conversation: text(search.conversation) });
}

/** What the address of the list carries. */
export type ListSearch = ReturnType<typeof list>;
