/** What the API says of how the AI stands at questions, and of blind checks. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { pagedQuery } from '@/api/queries';
import type {
  AgreementView,
  AiQuestionView,
  BlindAnswer,
  CheckLineView,
  ChosenView,
  DecidedView,
  Question,
} from '@/api/schema';
import { counted, interval, percent } from '@/parts/numbers';
import type { Tone } from '@/parts/Tag';
import type { aiAnswers } from './addresses';

/** How the AI stands at a question. */
export const STATE_WORDS: Record<AiQuestionView['state'], string> = {
  learning: 'Drafts: not earned yet',
  earned: 'Scores alone: earned',
  lost: 'Drafts: lost again',
};
export const STATE_TONES: Record<AiQuestionView['state'], Tone> = {
  learning: 'neutral',
  earned: 'good',
  lost: 'watch',
};

/** Who decided a question of an evaluation. */
export const DECIDED_WORDS: Record<DecidedView['decided_by'], string> = {
  rule: 'A rule, by what was said',
  ai_alone: 'The AI alone',
  ai_proposed: 'Nobody yet: the AI proposes',
  ai_agreed: 'The AI, and a person let it stand',
  person: 'A person',
  nobody: 'Nobody',
};

/** "95% of 20 checks, 76 to 99%": the agreement with its interval. */
export function agreementWords({ checks, percent: share, low, high }: AgreementView): string {
  if (checks === 0) return 'No checks yet';
  return [`${percent(share)} of ${counted(checks, 'check')}`, interval(low, high)].filter(Boolean).join(', ');
}

/** What was answered, in the question's own words where it is known. */
export function chosenWords(chosen: ChosenView, question?: Pick<Question, 'options'>): string {
  if (chosen.not_applicable) return 'N/A';
  if (chosen.option_id === null) return 'No answer';
  return question?.options.find(({ id }) => id === chosen.option_id)?.label ?? chosen.option_id;
}

/** What is chosen in a check so far: an option's id, or N/A as `null`. */
export type Chosen = ReadonlyMap<string, string | null>;

/** What is handed in, and the first question that has no answer yet; one of the two is there. */
export function handedIn(
  questions: readonly Pick<Question, 'id'>[],
  chosen: Chosen,
): { answers: BlindAnswer[]; missing?: undefined } | { missing: string } {
  const open = questions.find(({ id }) => !chosen.has(id));
  if (open) return { missing: open.id };
  return {
    answers: questions.map(({ id }) => {
      const option = chosen.get(id) ?? null;
      return { question_id: id, option_id: option, not_applicable: option === null };
    }),
  };
}

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
      for (const name of ['ai-questions', 'evaluations', 'reports', 'home'])
        void client.invalidateQueries({ queryKey: [name] });
      void client.invalidateQueries({ queryKey: blindChecksQuery.queryKey });
    },
  });
}
