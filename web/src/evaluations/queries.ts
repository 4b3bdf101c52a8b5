import {
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { api, body, etag, intention } from '@/api/client';
import { forgetStandings, pagedQuery, type Page } from '@/api/queries';
import { Problem } from '@/api/problems';
import type {
  Answer,
  AnswerChange,
  EvaluationDetail,
  EvaluationItem,
  GivenItem,
  EvaluationView,
  GivenAnswer,
} from '@/api/schema';
import { daysAfter, instantAt } from '@/parts/times';
import { isOfFigure, type ListSearch } from './addresses';
import { asSeen } from './answers';

/** A page of evaluations; of what is behind a figure also why it may hold less than that counts. */
interface EvaluationList extends Page<EvaluationItem> {
  out_of_sight?: boolean;
  blind_days?: number;
}

/** Evaluations with the filters of an address; its days are those of the account's time zone. */
export function evaluationsQuery(search: Omit<ListSearch, 'open'>, zone: string) {
  const { status, agent, evaluator, scorecard, type, from, to } = search;
  const { team, question, section, outcome, option, version, model } = search;
  const query = {
    status:
      status === 'draft' ? ['draft' as const] : isOfFigure(search) ? undefined : statusesOf(search.answer),
    agent_id: agent,
    evaluator_id: evaluator,
    scorecard_id: scorecard,
    type,
    // What leads from a figure means nothing without what it is about: the address has made sure of that.
    team_id: team,
    question_id: question,
    section_id: section,
    outcome,
    option_id: option,
    scorecard_version: version,
    model,
    from: from && instantAt(`${from}T00:00`, zone),
    to: to && instantAt(`${daysAfter(to, 1)}T00:00`, zone),
  };
  if (search.order === 'due')
    return pagedQuery<EvaluationItem, EvaluationList>(['evaluations', 'list', 'assigned'], (cursor, signal) =>
      body(api.GET('/evaluations/assigned', { params: { query: { limit: 50, cursor } }, signal })),
    );
  return pagedQuery<EvaluationItem, EvaluationList>(['evaluations', 'list', query], (cursor, signal) =>
    body(api.GET('/evaluations', { params: { query: { ...query, limit: 50, cursor } }, signal })),
  );
}

/** What one has given others to do, the newest first. */
export const givenQuery = pagedQuery<GivenItem>(['evaluations', 'list', 'given'], (cursor, signal) =>
  body(api.GET('/evaluations/assignments', { params: { query: { limit: 50, cursor } }, signal })),
);

/** The statuses behind what an agent said; none for any. */
function statusesOf(answer: ListSearch['answer']): EvaluationItem['status'][] | undefined {
  if (answer === undefined) return undefined;
  return [answer === 'awaited' ? 'completed' : answer];
}

/** How often a draft is read while the AI answers it. */
const ANSWERING_MS = 1_500;

/** One evaluation with its answers and the questions it was made with; followed while the AI answers it. */
export function evaluationQuery(id: string) {
  return queryOptions({
    queryKey: ['evaluations', 'one', id],
    queryFn: ({ signal }) =>
      body(api.GET('/evaluations/{evaluation_id}', { params: { path: { evaluation_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.ai_answering?.status === 'answering' ? ANSWERING_MS : false),
  });
}

/** What a completed evaluation would come to with other choices; asked once for the same choices. */
export function scoreWithQuery({ id, revision }: EvaluationDetail, choices: GivenAnswer[]) {
  return queryOptions({
    queryKey: ['evaluations', 'score', id, revision, choices],
    staleTime: Infinity,
    placeholderData: keepPreviousData,
    queryFn: () =>
      body(
        api.POST('/evaluations/{evaluation_id}/score', {
          params: { path: { evaluation_id: id } },
          body: { answers: choices },
        }),
      ),
  });
}

/** Put what a change answered where the evaluation is read from, and have lists and reports read anew. */
async function learned(client: QueryClient, view: EvaluationView): Promise<void> {
  const { queryKey } = evaluationQuery(view.id);
  await client.cancelQueries({ queryKey });
  client.setQueryData(queryKey, (before) => before && { ...before, ...view });
}

/** What changes with the evaluation's own revision, and needn't be read anew because another one changed. */
const OF_ONE: unknown[] = ['one', 'score'];

/** Have lists and reports read anew. */
function forgetLists(client: QueryClient): void {
  void client.invalidateQueries({
    queryKey: ['evaluations'],
    predicate: ({ queryKey }) => !OF_ONE.includes(queryKey[1]),
  });
  void client.invalidateQueries({ queryKey: ['reports'] });
  forgetStandings(client);
}

/** The evaluation as it was read last. */
async function latest(client: QueryClient, id: string): Promise<EvaluationDetail> {
  return client.getQueryData(evaluationQuery(id).queryKey) ?? client.query(evaluationQuery(id));
}

/** Save answers: of a draft as it goes, or of a completed evaluation, which is then scored anew. */
export async function saveAnswers(
  client: QueryClient,
  id: string,
  change: AnswerChange,
  of: 'draft' | 'completed',
): Promise<EvaluationView> {
  const { queryKey } = evaluationQuery(id);
  await client.cancelQueries({ queryKey });
  const before = await latest(client, id);
  const asked = {
    params: { path: { evaluation_id: id }, header: { 'if-match': etag(before) } },
    body: change,
  };
  const view = await body(
    of === 'draft'
      ? api.PATCH('/evaluations/{evaluation_id}/answers', asked)
      : api.PATCH('/evaluations/{evaluation_id}', asked),
  );
  await learned(client, view);
  if (of === 'completed') forgetLists(client);
  return view;
}

/** Read the evaluation anew, and not with a reading that began before. */
export async function reread(client: QueryClient, id: string): Promise<EvaluationDetail> {
  await client.cancelQueries({ queryKey: evaluationQuery(id).queryKey });
  return client.query({ ...evaluationQuery(id), staleTime: 0 });
}

/** Let the AI answer its open questions of a draft; the draft tells how far it is. */
export async function askAi(client: QueryClient, id: string, key: string): Promise<void> {
  const view = await body(
    api.POST('/evaluations/{evaluation_id}/ai-answers', {
      params: { path: { evaluation_id: id } },
      headers: { 'Idempotency-Key': key },
    }),
  );
  await learned(client, view);
}

/**
 * Complete a draft.
 *
 * @param seen the answers that the person sees: others, such as the AI's that came just now, are shown and not completed.
 */
export async function complete(
  client: QueryClient,
  id: string,
  key: string,
  seen: Map<string, Answer>,
): Promise<void> {
  const read = await latest(client, id);
  if (!asSeen(seen, read.answers))
    throw new Problem('stale', 412, 'Other answers came while you completed it.');
  const view = await body(
    api.POST('/evaluations/{evaluation_id}/completion', {
      params: { path: { evaluation_id: id }, header: { 'if-match': etag(read) } },
      headers: { 'Idempotency-Key': key },
    }),
  );
  await learned(client, view);
  forgetLists(client);
  // Whoever hands in last closes the calibration, and its conversation is in none any more.
  if (view.calibration_id) {
    void client.invalidateQueries({ queryKey: evaluationQuery(id).queryKey });
    void client.invalidateQueries({ queryKey: ['calibrations'] });
  }
}

/** So often it is asked for the next draft at a press, where the conversations looked through so far are all scored. */
const MOST_LOOKS = 10;

/** The draft to score next; or, where there are more conversations than were looked through, with what to go on. */
export type ScoredNext = { id: string } | { cursor: string };

/**
 * The draft to score next, coming from another evaluation or from nowhere: one that is there, or newly opened.
 *
 * @param cursor where an earlier search from the same place came to.
 */
export async function scoreNext(client: QueryClient, after?: string, cursor?: string): Promise<ScoredNext> {
  let came = cursor;
  for (let look = 0; ; look += 1) {
    const found = await body(
      api.POST('/evaluations/next', {
        body: { ...(after ? { after } : {}), ...(came ? { cursor: came } : {}) },
        headers: { 'Idempotency-Key': intention() },
      }),
    );
    if ('id' in found) {
      void client.invalidateQueries({ queryKey: ['evaluations', 'of-interaction', found.interaction_id] });
      return { id: found.id };
    }
    came = found.next_cursor;
    if (look + 1 === MOST_LOOKS) return { cursor: came };
  }
}

/** Delete a draft, or an automatic evaluation for good. */
export function useDeleteEvaluation(evaluation: EvaluationDetail, onDeleted: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      body(
        api.DELETE('/evaluations/{evaluation_id}', {
          params: { path: { evaluation_id: evaluation.id }, header: { 'if-match': etag(evaluation) } },
        }),
      ),
    onSuccess: () => {
      onDeleted();
      client.removeQueries({ queryKey: evaluationQuery(evaluation.id).queryKey });
      forgetLists(client);
    },
  });
}
