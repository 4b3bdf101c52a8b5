import { day, given, manyOf, oneOf, text, texts } from '@/parts/search';

export const CHANNELS = ['voice', 'chat', 'email', 'offline'] as const;

/** What a conversation may have come to, as far as anybody knows. */
export const OUTCOMES = [
  'resolved',
  'not_resolved',
  'repeated',
  'not_repeated',
  'customer_positive',
  'customer_neutral',
  'customer_negative',
  'promoter',
  'passive',
  'detractor',
] as const;

/** The list: its filters, and the interaction that stands open beside it. */
export function list(search: Record<string, unknown>) {
  return given({
    agent: text(search.agent),
    team: texts(search.team),
    channel: manyOf(search.channel, CHANNELS),
    queue: texts(search.queue),
    inquiry: texts(search.inquiry),
    disposition: texts(search.disposition),
    language: texts(search.language),
    topic: texts(search.topic),
    indicator: texts(search.indicator),
    instructs: oneOf(search.instructs, ['yes', 'no']),
    outcome: manyOf(search.outcome, OUTCOMES),
    reference: text(search.reference),
    from: day(search.from),
    to: day(search.to),
    open: text(search.open),
  });
}

/** What the address of the list carries. */
export type ListSearch = ReturnType<typeof list>;

/** One interaction: the turn to go to, by its index. */
export function one(search: Record<string, unknown>) {
  const turn = text(search.turn);
  return given({ turn: turn !== undefined && /^\d+$/.test(turn) ? Number(turn) : undefined });
}
