import { day, given, oneOf, text } from '@/parts/search';

export const CHANNELS = ['voice', 'chat', 'email', 'offline'] as const;
export const PERIODS = ['3_months', 'month', 'week', '24_hours'] as const;
export const METRICS = ['effectiveness', 'handle_time', 'satisfaction', 'resolution'] as const;
export const SORTS = ['volume', ...METRICS] as const;

/**
 * Whose performance by inquiry, on which channel and when; which inquiry stands open, and which conversation of it.
 *
 * Without an agent whoever leads people sees their leaderboard, by `metric`, of `team`, over what is
 * `about` an inquiry. `sort` is a column of whichever table is shown.
 */
export function performance(search: Record<string, unknown>) {
  const from = day(search.from);
  const to = day(search.to);
  const ranged = from !== undefined && to !== undefined;
  return given({
    agent: text(search.agent),
    team: text(search.team),
    channel: oneOf(search.channel, CHANNELS),
    period: ranged ? undefined : oneOf(search.period, PERIODS),
    from: ranged ? from : undefined,
    to: ranged ? to : undefined,
    metric: oneOf(search.metric, METRICS),
    sort: text(search.sort),
    ascending: oneOf(search.ascending, ['yes']),
    work: oneOf(search.work, ['yes']),
    inquiry: text(search.inquiry),
    about: text(search.about),
    beside: oneOf(search.beside, ['yes']),
    open: text(search.open),
  });
}

/** What the address of the page carries. */
export type PerformanceSearch = ReturnType<typeof performance>;

export const IMPROVEMENT_DAYS = ['30', '60', '90'] as const;

/** Whose improvement, and over how many days: a person, a team, or all whom one may see. */
export function improvement(search: Record<string, unknown>) {
  const agent = text(search.agent);
  return given({
    agent,
    team: agent === undefined ? text(search.team) : undefined,
    days: oneOf(search.days, IMPROVEMENT_DAYS),
  });
}

/** What the address of the page Improvement carries. */
export type ImprovementSearch = ReturnType<typeof improvement>;

/** How a page changes what stands in its address. */
export type Change = (by: Partial<PerformanceSearch>) => void;
