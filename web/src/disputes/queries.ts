import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import { pagedQuery } from '@/api/queries';
import type {
  DisputeItem,
  EvaluationDetail,
  NewDecision,
  NewDefinition,
  NewDispute,
  QuestionDraft,
  Rescoring,
  SimilarItem,
} from '@/api/schema';
import { useIntention } from '@/parts/useIntention';
import type { ListSearch } from './addresses';

/** Disputes that wait for the signed-in person, or as the address says. */
export function disputesQuery({ state, whose }: ListSearch) {
  return pagedQuery<DisputeItem>(['disputes', 'list', { state, whose }], (cursor, signal) =>
    body(api.GET('/disputes', { params: { query: { state, whose, limit: 50, cursor } }, signal })),
  );
}

/** The disputes of one evaluation, in order. */
export function disputesOfQuery(evaluationId: string) {
  return queryOptions({
    queryKey: ['disputes', 'of', evaluationId],
    queryFn: ({ signal }) =>
      body(
        api.GET('/evaluations/{evaluation_id}/disputes', {
          params: { path: { evaluation_id: evaluationId } },
          signal,
        }),
      ),
  });
}

/** What happened to an evaluation. */
export function historyQuery(evaluationId: string, revision: number) {
  return queryOptions({
    queryKey: ['evaluations', 'history', evaluationId, revision],
    queryFn: ({ signal }) =>
      body(
        api.GET('/evaluations/{evaluation_id}/history', {
          params: { path: { evaluation_id: evaluationId } },
          signal,
        }),
      ),
  });
}

/** Evaluations that went as an upheld one did. */
export function similarQuery(disputeId: string, questionId: string) {
  return pagedQuery<SimilarItem>(['disputes', 'similar', disputeId, questionId], (cursor, signal) =>
    body(
      api.GET('/disputes/{dispute_id}/similar', {
        params: { path: { dispute_id: disputeId }, query: { question_id: questionId, limit: 25, cursor } },
        signal,
      }),
    ),
  );
}

const GOING_ON_MS = 2_000;

/** How far the re-scorings after a dispute are; followed while one goes on. */
export function rescoringsQuery(disputeId: string) {
  return queryOptions({
    queryKey: ['disputes', 'rescorings', disputeId],
    queryFn: ({ signal }) =>
      body(
        api.GET('/disputes/{dispute_id}/rescorings', {
          params: { path: { dispute_id: disputeId } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ finished_at }) => !finished_at) ? GOING_ON_MS : false,
  });
}

/** Have all read anew that an answer or a decision changes. */
export function forgetReviews(client: QueryClient): Promise<unknown> {
  return Promise.all(
    [['evaluations'], ['disputes'], ['reports'], ['home'], ['scorecards', 'question-drafts']].map(
      (queryKey) => client.invalidateQueries({ queryKey }),
    ),
  );
}

/** A change of a review: its key follows from what is asked, and everything is read anew afterwards. */
function useChange<Asked, Given>(ask: (asked: Asked, key: string) => Promise<Given>) {
  const client = useQueryClient();
  const keyOf = useIntention();
  return useMutation({
    mutationFn: (asked: Asked) => ask(asked, keyOf(asked)),
    onSuccess: () => forgetReviews(client),
  });
}

/** Acknowledge an evaluation as it was read. */
export function useAcknowledge(evaluation: EvaluationDetail) {
  return useChange((_: string, key) =>
    body(
      api.POST('/evaluations/{evaluation_id}/acknowledgement', {
        params: { path: { evaluation_id: evaluation.id }, header: { 'if-match': etag(evaluation) } },
        headers: { 'Idempotency-Key': key },
      }),
    ),
  );
}

/** Dispute answers of an evaluation as it was read. */
export function useRaise(evaluation: EvaluationDetail) {
  return useChange((asked: NewDispute, key) =>
    body(
      api.POST('/evaluations/{evaluation_id}/disputes', {
        params: { path: { evaluation_id: evaluation.id }, header: { 'if-match': etag(evaluation) } },
        body: asked,
        headers: { 'Idempotency-Key': key },
      }),
    ),
  );
}

/** Decide a dispute as it was read. */
export function useDecide(dispute: DisputeItem) {
  return useChange((asked: NewDecision, key) =>
    body(
      api.POST('/disputes/{dispute_id}/decision', {
        params: { path: { dispute_id: dispute.id }, header: { 'if-match': etag(dispute) } },
        body: asked,
        headers: { 'Idempotency-Key': key },
      }),
    ),
  );
}

/** Give others the answer that a dispute ended with. */
export function useRescore(disputeId: string) {
  return useChange((asked: { question_id: string; evaluation_ids: string[] }, key): Promise<Rescoring> =>
    body(
      api.POST('/disputes/{dispute_id}/rescorings', {
        params: { path: { dispute_id: disputeId } },
        body: asked,
        headers: { 'Idempotency-Key': key },
      }),
    ),
  );
}

/** Draft the question in clearer words. */
export function useDefine(disputeId: string) {
  return useChange((asked: NewDefinition, key): Promise<QuestionDraft> =>
    body(
      api.POST('/disputes/{dispute_id}/definition', {
        params: { path: { dispute_id: disputeId } },
        body: asked,
        headers: { 'Idempotency-Key': key },
      }),
    ),
  );
}
