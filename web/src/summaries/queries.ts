/** Reading summaries: one that is watched until it is done, those of a meeting or a profile, and what stands behind one. */
import { queryOptions, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, body } from '@/api/client';
import { Problem } from '@/api/problems';
import type { PeriodRequest, ReplayView, SummaryRequest, SummaryView } from '@/api/schema';
import { everyPage } from '@/parts/names';

/** Whose summary is made: that of a meeting's participant, or of an agent on their profile. */
export type SummaryTarget = { meetingId: string } | { agentId: string };

/** A summary with the tag that a change of it is made from: the body doesn't carry its revision. */
export type KnownSummary = SummaryView & { etag: string };

const FIRST_WAIT_MS = 700;
const LONGEST_WAIT_MS = 5_000;
const LIST_WAIT_MS = 3_000;

/** How long to wait before looking again, longer with every look. */
export function waitAfter(looks: number): number {
  return Math.min(FIRST_WAIT_MS * 1.25 ** looks, LONGEST_WAIT_MS);
}

/** The summary in an answer, with its tag. */
export async function known(
  call: Promise<{ data?: SummaryView; response: Response }>,
): Promise<KnownSummary> {
  const { data, response } = await call;
  if (!data) throw new Problem('internal', response.status, 'The answer holds no report.');
  return { ...data, etag: response.headers.get('ETag') ?? '"0"' };
}

export const summaryKey = (id: string) => ['summaries', 'one', id] as const;

/** A summary; asked for again, with growing pauses, as long as it is being generated. */
export function summaryQuery(id: string) {
  return queryOptions({
    queryKey: summaryKey(id),
    queryFn: ({ signal }) =>
      known(api.GET('/summaries/{summary_id}', { params: { path: { summary_id: id } }, signal })),
    refetchInterval: ({ state }) =>
      state.data?.status === 'generating' ? waitAfter(state.dataUpdateCount + state.errorUpdateCount) : false,
  });
}

/** A summary, watched: what lists say of it follows when it is done. */
export function useSummary(id: string) {
  const client = useQueryClient();
  const query = useQuery(summaryQuery(id));
  const status = query.data?.status;
  useEffect(() => {
    if (status === undefined || status === 'generating') return;
    // Only lists that say otherwise are read again.
    void client.invalidateQueries({
      queryKey: ['summaries', 'list'],
      predicate: (list) => {
        const page = list.state.data as { items?: { id: string; status: string }[] } | undefined;
        return page?.items?.some((each) => each.id === id && each.status !== status) ?? false;
      },
    });
  }, [client, id, status]);
  return query;
}

/** The summary of a meeting, or the words in its place. */
export function meetingSummaryQuery(meetingId: string) {
  return queryOptions({
    queryKey: ['summaries', 'list', 'meeting', meetingId],
    queryFn: ({ signal }) =>
      body(api.GET('/summaries', { params: { query: { meeting_id: meetingId } }, signal })),
  });
}

/** A page of ten of the reports on an agent's profile. */
export function agentSummariesQuery(agentId: string, cursor: string | undefined) {
  return queryOptions({
    queryKey: ['summaries', 'list', 'agent', agentId, cursor ?? ''],
    queryFn: ({ signal }) =>
      body(api.GET('/summaries', { params: { query: { agent_id: agentId, cursor } }, signal })),
    refetchInterval: ({ state }) =>
      state.data?.items.some((each) => each.status === 'generating') ? LIST_WAIT_MS : false,
  });
}

function asked(target: SummaryTarget) {
  return 'meetingId' in target ? { meeting_id: target.meetingId } : { agent_id: target.agentId };
}

/** The periods of the dialog, and why some can't be chosen. */
export function periodsQuery(target: SummaryTarget) {
  return queryOptions({
    queryKey: ['summaries', 'periods', asked(target)],
    queryFn: ({ signal }) =>
      body(api.GET('/summaries/periods', { params: { query: asked(target) }, signal })),
  });
}

/** How much there is to analyse. */
export function sourcesQuery(
  target: SummaryTarget,
  period: PeriodRequest | null,
  type: SummaryRequest['scorecard_type'],
) {
  return queryOptions({
    queryKey: ['summaries', 'sources', asked(target), period, type],
    enabled: period !== null,
    queryFn: ({ signal }) =>
      body(
        api.GET('/summaries/sources', {
          params: {
            query: {
              ...asked(target),
              period: period?.kind ?? 'custom',
              first_day: period?.first_day ?? undefined,
              last_day: period?.last_day ?? undefined,
              scorecard_type: type,
            },
          },
          signal,
        }),
      ),
  });
}

/** What is sent to ask for a summary. */
export function requestOf(
  target: SummaryTarget,
  period: PeriodRequest,
  type: SummaryRequest['scorecard_type'],
): SummaryRequest {
  return { ...asked(target), period, scorecard_type: type };
}

/** Where everything in a report comes from. It never changes while the report stands. */
export function provenanceQuery(id: string, attempt: number) {
  return queryOptions({
    queryKey: ['summaries', 'provenance', id, attempt],
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      body(api.GET('/summaries/{summary_id}/provenance', { params: { path: { summary_id: id } }, signal })),
  });
}

/** What one number of the report was computed from. */
export function factSourcesQuery(id: string, attempt: number, factId: string) {
  return queryOptions({
    queryKey: ['summaries', 'sources-of', id, attempt, factId],
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      body(
        api.GET('/summaries/{summary_id}/facts/{fact_id}/sources', {
          params: { path: { summary_id: id, fact_id: factId } },
          signal,
        }),
      ),
  });
}

/** Every replay of a report, newest first. */
export function replaysQuery(id: string) {
  return queryOptions({
    queryKey: ['summaries', 'replays', id],
    queryFn: ({ signal }) =>
      everyPage((cursor) =>
        body(
          api.GET('/summaries/{summary_id}/replays', {
            params: { path: { summary_id: id }, query: { cursor } },
            signal,
          }),
        ),
      ),
  });
}

/** One replay with its comparison, watched until it is done. */
export function replayQuery(replay: Pick<ReplayView, 'id' | 'summary_id'>) {
  return queryOptions({
    queryKey: ['summaries', 'replay', replay.id],
    queryFn: ({ signal }) =>
      body(
        api.GET('/summaries/{summary_id}/replays/{replay_id}', {
          params: { path: { summary_id: replay.summary_id, replay_id: replay.id } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) =>
      state.data === undefined || state.data.status === 'generating'
        ? waitAfter(state.dataUpdateCount + state.errorUpdateCount)
        : false,
  });
}

/** The agent's next 1-to-1s, the earliest first, and the one that the report was made in. */
export function nextMeetingsQuery({ agent_id: agent, meeting_id: own }: KnownSummary) {
  return queryOptions({
    queryKey: ['meetings', 'next', agent, own],
    queryFn: async ({ signal }) => {
      const [page, meeting] = await Promise.all([
        body(
          api.GET('/meetings', {
            params: {
              query: {
                participant_id: agent,
                status: ['scheduled'],
                from: new Date().toISOString(),
                order: 'oldest',
                limit: 5,
              },
            },
            signal,
          }),
        ),
        own
          ? body(api.GET('/meetings/{meeting_id}', { params: { path: { meeting_id: own } }, signal }))
          : null,
      ]);
      return { scheduled: page.items, meeting };
    },
  });
}

/** Forget what lists and meetings say, after a summary came, went, or changed. */
export async function forgetLists(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ['summaries', 'list'] }),
    client.invalidateQueries({ queryKey: ['meetings'] }),
  ]);
}
