import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { Channel, EffectMetric } from '@/api/schema';
import { SORTS, type PerformanceSearch } from './addresses';

/** Whose performance is asked for, on which channel and when. */
export type Asked = Pick<PerformanceSearch, 'agent' | 'period' | 'from' | 'to'> & { channel: Channel };

const params = ({ agent, channel, period, from, to }: Asked) => ({
  agent_id: agent,
  channel,
  period,
  from,
  to,
});

/** The channels on which somebody has conversations. */
export function channelsQuery(agent: string | undefined) {
  const query = { agent_id: agent };
  return queryOptions({
    queryKey: ['performance', 'channels', query],
    queryFn: ({ signal }) => body(api.GET('/performance/channels', { params: { query }, signal })),
  });
}

/** Somebody's averages, and the inquiries that these come from. */
export function overviewQuery(asked: Asked) {
  const query = params(asked);
  return queryOptions({
    queryKey: ['performance', 'overview', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET('/performance/overview', { params: { query }, signal })),
  });
}

/** All their inquiries, sorted. */
export function inquiriesQuery(asked: Asked, { sort, ascending }: PerformanceSearch) {
  const by = SORTS.find((each) => each === sort);
  const query = { ...params(asked), sort: by, descending: ascending === undefined };
  return queryOptions({
    queryKey: ['performance', 'inquiries', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET('/performance/inquiries', { params: { query }, signal })),
  });
}

/** One inquiry; `beside` with what the team and the best agent come to. */
export function inquiryQuery(asked: Asked, inquiry: string, beside: boolean) {
  const query = { ...params(asked), inquiry, beside };
  return queryOptions({
    queryKey: ['performance', 'inquiry', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET('/performance/inquiries/details', { params: { query }, signal })),
  });
}

/** Those whom one leads, by a metric. */
export function leaderboardQuery(channel: Channel, metric: EffectMetric, { team, about }: PerformanceSearch) {
  const query = { channel, metric, team_id: team, inquiry: about };
  return queryOptions({
    queryKey: ['performance', 'leaderboard', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET('/performance/leaderboard', { params: { query }, signal })),
  });
}
