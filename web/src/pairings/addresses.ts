import { given, oneOf, text } from '@/parts/search';

/** Pairings: one's own parts, those that one made, or those of an agent. */
export function list(search: Record<string, unknown>) {
  return given({ which: oneOf(search.which, ['own', 'made'] as const), agent: text(search.agent) });
}

/** A new pairing: for whom, and on what. */
export function fresh(search: Record<string, unknown>) {
  return given({
    agent: text(search.agent),
    scorecard: text(search.scorecard),
    question: text(search.question),
  });
}
