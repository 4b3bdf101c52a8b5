import {
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import type { NewContent, QuestionDraft, ScorecardDetail, ScorecardFile } from '@/api/schema';
import { everyPage } from '@/parts/names';
import type { Card } from './editing';

/** A scorecard with its current version. */
export function scorecardQuery(id: string) {
  return queryOptions({
    queryKey: ['scorecards', 'one', id],
    queryFn: ({ signal }) =>
      body(api.GET('/scorecards/{scorecard_id}', { params: { path: { scorecard_id: id } }, signal })),
  });
}

/** All versions of a scorecard, newest first. */
export function versionsQuery(id: string) {
  return queryOptions({
    queryKey: ['scorecards', 'versions', id],
    queryFn: ({ signal }) =>
      everyPage((cursor) =>
        body(
          api.GET('/scorecards/{scorecard_id}/versions', {
            params: { path: { scorecard_id: id }, query: { limit: 100, cursor } },
            signal,
          }),
        ),
      ),
  });
}

/** Put a scorecard into force, or take it out of use. */
export function useStatusChange(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ to, key, of }: { to: 'publication' | 'archiving'; key: string; of: ScorecardDetail }) => {
      const path = { scorecard_id: id };
      const headers = { 'Idempotency-Key': key };
      return body<ScorecardDetail>(
        to === 'publication'
          ? // What is shown is published, and not what somebody has made of it since.
            api.POST('/scorecards/{scorecard_id}/publication', {
              params: { path, header: { 'if-match': etag(of) } },
              headers,
            })
          : api.POST('/scorecards/{scorecard_id}/archiving', { params: { path }, headers }),
      );
    },
    onSuccess: (detail) => learned(client, detail),
    onError: () => client.invalidateQueries({ queryKey: scorecardQuery(id).queryKey }),
  });
}

/** Put what a change answered where the scorecard is read from, and have lists read anew. */
function learned(client: QueryClient, detail: ScorecardDetail): void {
  client.setQueryData(scorecardQuery(detail.id).queryKey, detail);
  void client.invalidateQueries({ queryKey: ['scorecards', 'all'] });
  void client.invalidateQueries({ queryKey: ['scorecards', 'versions', detail.id] });
}

/** What a scorecard's content would come to, were it saved, and which content that is; asked once for the same. */
export function checkQuery(id: string, revision: number, content: NewContent) {
  return queryOptions({
    queryKey: ['scorecards', 'check', id, revision, content],
    staleTime: Infinity,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const asked = { scorecard_id: id, content };
      return { ...(await body(api.POST('/scorecards/checks', { body: asked, signal }))), of: content };
    },
  });
}

/** What answers come to by a scorecard's content; asked once for the same. */
export function tryQuery(
  content: NewContent,
  answers: { question_id: string; option_id: string | null; not_applicable: boolean }[],
) {
  return queryOptions({
    queryKey: ['scorecards', 'try', content, answers],
    staleTime: Infinity,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.POST('/scorecards/scores', { body: { content, answers }, signal })),
  });
}

/** What changed from one version of a scorecard to another. */
export function changesQuery(id: string, earlier: number, later: number) {
  return queryOptions({
    queryKey: ['scorecards', 'changes', id, earlier, later],
    queryFn: ({ signal }) =>
      body(
        api.GET('/scorecards/{scorecard_id}/versions/{number}/changes', {
          params: { path: { scorecard_id: id, number: later }, query: { from: earlier } },
          signal,
        }),
      ),
  });
}

/** The questions that disputes have led to put more clearly, not in force yet. */
export function draftsQuery(scorecardId: string) {
  return queryOptions({
    queryKey: ['scorecards', 'question-drafts', scorecardId],
    queryFn: ({ signal }) =>
      body(
        api.GET('/scorecards/{scorecard_id}/question-drafts', {
          params: { path: { scorecard_id: scorecardId } },
          signal,
        }),
      ),
  });
}

/** Let a question's draft go. */
export function useDiscardDraft() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (draft: QuestionDraft) =>
      body(
        api.DELETE('/scorecards/{scorecard_id}/question-drafts/{question_id}', {
          params: {
            path: { scorecard_id: draft.scorecard_id, question_id: draft.question_id },
            header: { 'if-match': etag(draft) },
          },
        }),
      ),
    onSettled: (_, __, draft) =>
      client.invalidateQueries({ queryKey: draftsQuery(draft.scorecard_id).queryKey }),
  });
}

/** Draft a scorecard. */
export function useCreateScorecard() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, description, content, key }: Card & { key: string }) =>
      body<ScorecardDetail>(
        api.POST('/scorecards', {
          body: { name, description, content },
          headers: { 'Idempotency-Key': key },
        }),
      ),
    onSuccess: (detail) => learned(client, detail),
  });
}

/** Save a scorecard: a draft as it is, a published one as it is in force from then on. */
export function useSaveScorecard(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ card, from, drafts }: { card: Card; from: number; drafts: string[] }) =>
      body<ScorecardDetail>(
        api.PATCH('/scorecards/{scorecard_id}', {
          params: { path: { scorecard_id: id }, header: { 'if-match': `"${from}"` } },
          body: { ...card, question_drafts: drafts },
        }),
      ),
    onSuccess: async (detail) => {
      learned(client, detail);
      await client.invalidateQueries({ queryKey: draftsQuery(id).queryKey });
    },
  });
}

/** A scorecard as a file. into: the scorecard that it changes; a new one is drafted unless told. */
export interface Importing {
  file: ScorecardFile;
  into?: ScorecardDetail | undefined;
  dryRun: boolean;
  key: string;
}

/** What a file would make of a scorecard, or let it. */
export function useImportScorecard() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, into, dryRun, key }: Importing) => {
      const query = { dry_run: dryRun };
      const headers = { 'Idempotency-Key': key };
      return body(
        into
          ? api.POST('/scorecards/{scorecard_id}/imports', {
              params: {
                path: { scorecard_id: into.id },
                query,
                header: { 'if-match': `"${into.revision}"` },
              },
              body: file,
              headers,
            })
          : api.POST('/scorecards/imports', { params: { query }, body: file, headers }),
      );
    },
    onSuccess: ({ scorecard }) => {
      if (scorecard) learned(client, scorecard);
    },
  });
}

/** A version of a scorecard as CSV, or the template where there is no scorecard. */
export async function readCsv(id?: string, version?: number): Promise<string> {
  if (id === undefined) return body<string>(api.GET('/scorecards/template', { parseAs: 'text' }));
  return body<string>(
    api.GET('/scorecards/{scorecard_id}/csv', {
      params: { path: { scorecard_id: id }, query: { version } },
      parseAs: 'text',
    }),
  );
}

/** A version of a scorecard as an evaluation form of Amazon Connect. */
export async function readConnectForm(id: string, version: number) {
  return body(
    api.GET('/scorecards/{scorecard_id}/connect-form', {
      params: { path: { scorecard_id: id }, query: { version } },
    }),
  );
}
