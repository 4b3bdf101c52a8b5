import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';

/** Whose improvement is asked for. */
export interface Whom {
  agent?: string | undefined;
  team?: string | undefined;
}

/** Days from and to, both included. */
export interface Span {
  from: string;
  to: string;
}

/** The five key metrics; `beside` with what became of those who were coached. */
export function keyMetricsQuery({ agent, team }: Whom, { from, to }: Span, beside: boolean) {
  const query = { agent_id: agent, team_id: team, from, to, beside };
  return queryOptions({
    queryKey: ['improvement', 'metrics', query],
    queryFn: ({ signal }) => body(api.GET('/improvement/metrics', { params: { query }, signal })),
  });
}

/** What somebody is coached on, week by week. */
export function coachedCriteriaQuery(agent: string | undefined) {
  const query = { agent_id: agent };
  return queryOptions({
    queryKey: ['improvement', 'criteria', query],
    queryFn: ({ signal }) => body(api.GET('/improvement/criteria', { params: { query }, signal })),
  });
}

/** Flagged criteria over 30 and 60 days. */
export function flaggedCriteriaQuery({ agent, team }: Whom) {
  const query = { agent_id: agent, team_id: team };
  return queryOptions({
    queryKey: ['improvement', 'flagged', query],
    queryFn: ({ signal }) => body(api.GET('/improvement/flagged', { params: { query }, signal })),
  });
}

/** Practice, and whether it goes together with improvement. */
export function practiceQuery({ agent, team }: Whom, { from, to }: Span) {
  const query = { agent_id: agent, team_id: team, from, to };
  return queryOptions({
    queryKey: ['improvement', 'practice', query],
    queryFn: ({ signal }) => body(api.GET('/improvement/practice', { params: { query }, signal })),
  });
}
