/** Changing summaries. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, body, intention } from '@/api/client';
import { Problem } from '@/api/problems';
import { forgetStandings } from '@/api/queries';
import type { ActionRequest, ReportEdit, SummaryRequest } from '@/api/schema';
import { useIntention } from '@/parts/useIntention';
import { placeOf } from './numbers';
import { forgetLists, known, summaryKey, summaryQuery, type KnownSummary } from './queries';

const keyed = (key: string) => ({ 'Idempotency-Key': key });
const at = (id: string) => ({ path: { summary_id: id } });

/** Ask for a summary. */
export function useGenerate() {
  const client = useQueryClient();
  const keyOf = useIntention();
  return useMutation({
    mutationFn: (request: SummaryRequest) =>
      known(api.POST('/summaries', { body: request, headers: keyed(keyOf(request)) })),
    onSuccess: (summary) => {
      client.setQueryData(summaryKey(summary.id), summary);
      void forgetLists(client);
    },
  });
}

/** Try again what failed. */
export function useRetry(summary: KnownSummary) {
  const client = useQueryClient();
  const keyOf = useIntention();
  return useMutation({
    mutationFn: () =>
      known(
        api.POST('/summaries/{summary_id}/retries', {
          params: at(summary.id),
          headers: keyed(keyOf(summary.attempt)),
        }),
      ),
    onSuccess: (again) => {
      client.setQueryData(summaryKey(again.id), again);
      void forgetLists(client);
    },
  });
}

/** Save an edit, made from the state that `etag` names. */
export function useEdit(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ edit, etag }: { edit: ReportEdit; etag: string }) =>
      known(
        api.PATCH('/summaries/{summary_id}', {
          params: { ...at(id), header: { 'if-match': etag } },
          body: edit,
        }),
      ),
    onSuccess: (summary) => {
      client.setQueryData(summaryKey(id), summary);
      void client.invalidateQueries({ queryKey: ['summaries', 'list'] });
    },
  });
}

/**
 * Say that a report which was made overnight is before its owner's eyes: from then on its agent can read it too.
 *
 * Where that can't be said just now, the next time will do.
 */
export function useOpening({ id, actions }: KnownSummary) {
  const client = useQueryClient();
  const unopened = actions.includes('open');
  useEffect(() => {
    if (!unopened) return;
    known(api.POST('/summaries/{summary_id}/opening', { params: at(id) })).then(
      (opened) => client.setQueryData(summaryKey(id), opened),
      () => undefined,
    );
  }, [client, id, unopened]);
}

/** Let the agent read a report made on their profile, or hide it again. */
export function useSharing(summary: KnownSummary) {
  const client = useQueryClient();
  const keyOf = useIntention();
  return useMutation({
    mutationFn: (shared: boolean) =>
      known(
        shared
          ? api.POST('/summaries/{summary_id}/sharing', {
              params: at(summary.id),
              headers: keyed(keyOf(summary.etag)),
            })
          : api.DELETE('/summaries/{summary_id}/sharing', { params: at(summary.id) }),
      ),
    onSuccess: (changed) => {
      client.setQueryData(summaryKey(changed.id), changed);
      void client.invalidateQueries({ queryKey: ['summaries', 'list'] });
    },
  });
}

/** Remove a report for good; with `cascade` the actions made from it too. */
export function useDelete(summary: KnownSummary, onDeleted: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (cascade: boolean) =>
      body(
        api.DELETE('/summaries/{summary_id}', {
          params: { ...at(summary.id), query: { cascade }, header: { 'if-match': summary.etag } },
        }),
      ),
    onSuccess: () => {
      onDeleted();
      void forgetLists(client);
      void client.invalidateQueries({ queryKey: ['actions'] });
      forgetStandings(client);
      // Whoever shows it still lets go of it first: reading it again would find nothing.
      globalThis.setTimeout(() => client.removeQueries({ queryKey: summaryKey(summary.id) }));
    },
  });
}

/** An action to be made; of which recommendation, by its number. */
export type FromRecommendation = Omit<ActionRequest, 'recommendation_index'> & { number: number };

/**
 * Make an action of a recommendation. The API takes the place where it stands now, so the report is read once more
 * before: an edit may have moved it since.
 */
export function useAddAction(id: string) {
  const client = useQueryClient();
  const keyOf = useIntention();
  return useMutation({
    mutationFn: async ({ number, ...draft }: FromRecommendation) => {
      const { report } = await client.query({ ...summaryQuery(id), staleTime: 0 });
      const place = placeOf(report?.recommendations ?? [], number);
      if (place < 0) throw new Problem('gone', 409, 'This recommendation is no longer part of the report.');
      const request = { ...draft, recommendation_index: place };
      return body(
        api.POST('/summaries/{summary_id}/actions', {
          params: at(id),
          body: request,
          headers: keyed(keyOf(request)),
        }),
      );
    },
    onSuccess: async () => {
      void client.invalidateQueries({ queryKey: ['actions'] });
      void client.invalidateQueries({ queryKey: ['meetings'] });
      forgetStandings(client);
      // How many hang on it, and what was made of which recommendation, is the API's to say.
      await client.invalidateQueries({ queryKey: summaryKey(id) });
    },
  });
}

/** Draft once more from what is kept, to compare. */
export function useReplay(id: string) {
  const client = useQueryClient();
  const [key, setKey] = useState(intention);
  return useMutation({
    mutationFn: () =>
      body(api.POST('/summaries/{summary_id}/replays', { params: at(id), headers: keyed(key) })),
    onSuccess: (replay) => {
      setKey(intention());
      client.setQueryData(['summaries', 'replay', replay.id], replay);
      void client.invalidateQueries({ queryKey: ['summaries', 'replays', id] });
    },
  });
}

/** The report as a file, saved under a name that says whose and when. */
export function useExport(summary: KnownSummary) {
  return useMutation({
    mutationFn: async () => {
      const { data } = await api.GET('/summaries/{summary_id}/pdf', {
        params: at(summary.id),
        parseAs: 'blob',
      });
      const address = URL.createObjectURL(data as unknown as Blob);
      const link = document.createElement('a');
      link.href = address;
      link.download = fileName(summary);
      link.click();
      globalThis.setTimeout(() => URL.revokeObjectURL(address), 60_000);
    },
  });
}

function fileName({ agent_name: name, period }: KnownSummary): string {
  // Characters that file systems refuse.
  const safe = name.replace(/[\\/:*?"<>|]/g, ' ');
  return `AI performance report, ${safe}, ${period.first_day} to ${period.last_day}.pdf`;
}
