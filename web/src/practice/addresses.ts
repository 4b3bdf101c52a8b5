import { given, oneOf, text } from '@/parts/search';

export const STANDINGS = [
  'waiting',
  'drafting',
  'failed',
  'to_review',
  'approved',
  'declined',
  'closed',
] as const;

/** Practice scenarios: of whom, and how they stand. */
export function list(search: Record<string, unknown>) {
  return given({ agent: text(search.agent), state: oneOf(search.state, STANDINGS) });
}
