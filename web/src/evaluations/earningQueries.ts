/** What the API says of how the AI stands at questions, and of blind checks. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { pagedQuery } from '@/api/queries';
import type { AiQuestionView, BlindAnswer, CheckLineView } from '@/api/schema';
import type { aiAnswers } from './addresses';

/** How the AI stands at each question, those that were asked so last first. */
export const aiQuestionsQuery = ({ scorecard, state }: ReturnType<typeof aiAnswers>) =>
  pagedQuery<AiQuestionView>(['ai-questions', 'list', scorecard, state], (cursor, signal) =>
    body(
      api.GET('/ai-questions', {
        params: { query: { scorecard_id: scorecard, state, limit: 50, cursor } },
        signal,
      }),
    ),
  );

/** One question: how it came to stand so. */
export const aiQuestionQuery = (id: string) =>
  queryOptions({
    queryKey: ['ai-questions', 'one', id],
    queryFn: ({ signal }) =>
      body(api.GET('/ai-questions/{ai_question_id}', { params: { path: { ai_question_id: id } }, signal })),
  });

/** Its checks, those that were drawn last first. */
export const checksOfQuery = (id: string) =>
  pagedQuery<CheckLineView>(['ai-questions', 'checks', id], (cursor, signal) =>
    body(
      api.GET('/ai-questions/{ai_question_id}/checks', {
        params: { path: { ai_question_id: id }, query: { limit: 20, cursor } },
        signal,
      }),
    ),
  );

/** What one has to check without seeing what the AI answered. */
export const blindChecksQuery = queryOptions({
  queryKey: ['blind-checks', 'to-do'],
  queryFn: ({ signal }) => body(api.GET('/blind-checks', { signal })),
});

/** One of them. */
export const blindCheckQuery = (id: string) =>
  queryOptions({
    queryKey: ['blind-checks', 'one', id],
    queryFn: ({ signal }) =>
      body(api.GET('/blind-checks/{check_id}', { params: { path: { check_id: id } }, signal })),
  });

/** Who decided each question of an evaluation, and whether the AI has earned it. */
export const aiStandingQuery = (id: string) =>
  queryOptions({
    queryKey: ['evaluations', 'ai-standing', id],
    queryFn: ({ signal }) =>
      body(
        api.GET('/evaluations/{evaluation_id}/ai-standing', {
          params: { path: { evaluation_id: id } },
          signal,
        }),
      ),
  });

/** Hand in a check; what was hidden opens with it. */
export function useHandIn(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ answers, key }: { answers: BlindAnswer[]; key: string }) =>
      body(
        api.POST('/blind-checks/{check_id}/answers', {
          params: { path: { check_id: id } },
          headers: { 'Idempotency-Key': key },
          body: { answers },
        }),
      ),
    onSuccess: (answered) => {
      client.setQueryData(blindCheckQuery(id).queryKey, answered);
      for (const name of ['ai-questions', 'calibrations', 'evaluations', 'reports', 'home'])
        void client.invalidateQueries({ queryKey: [name] });
      void client.invalidateQueries({ queryKey: blindChecksQuery.queryKey });
    },
  });
}
