import { given, manyOf, oneOf, text } from '@/parts/search';

export const STATUSES = ['in_progress', 'achieved', 'missed', 'undecided', 'cancelled'] as const;
export const CHANNELS = ['voice', 'chat', 'email', 'offline'] as const;
export const METRICS = ['effectiveness', 'handle_time', 'satisfaction', 'resolution'] as const;

/** The plans: of whom, and in which states. */
export function list(search: Record<string, unknown>) {
  return given({ agent: text(search.agent), status: manyOf(search.status, STATUSES) });
}

/** A new plan: for which conversations; `metric` is preselected instead of the recommended one. */
export function fresh(search: Record<string, unknown>) {
  return given({
    channel: oneOf(search.channel, CHANNELS),
    inquiry: text(search.inquiry),
    metric: oneOf(search.metric, METRICS),
  });
}
