import { Button, Checkbox, Group, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { asProblem } from '@/api/problems';
import type { EvaluationDetail } from '@/api/schema';
import { counted } from '@/parts/numbers';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useKept } from '@/parts/useKept';
import { forgetReviews, useRaise } from './queries';
import { choiceText, questionsOf } from './words';

const LONGEST = 2000;
const MOST = 50;

/** The agent chooses the answers that they dispute, each with a reason; what is typed survives a reload. */
export function DisputeForm({ evaluation, onDone }: { evaluation: EvaluationDetail; onDone: () => void }) {
  const client = useQueryClient();
  const kept = useKept<Record<string, string>>(`dispute.${evaluation.id}`, {});
  const raising = useRaise(evaluation);
  const questions = questionsOf(evaluation);
  const chosen = Object.entries(kept.value);
  const problem = raising.error ? asProblem(raising.error) : null;
  const closed = evaluation.answers.filter(
    ({ option_id, not_applicable }) => Boolean(option_id) || not_applicable,
  );
  const wrong = (id: string) => {
    const place = chosen.findIndex(([each]) => each === id);
    return problem?.fields.find(({ pointer }) => pointer.startsWith(`/answers/${place}/`))?.message;
  };
  const choose = (id: string, on: boolean) =>
    kept.set((before) => {
      const others = Object.entries(before).filter(([each]) => each !== id);
      return Object.fromEntries(on ? [...others, [id, '']] : others);
    });
  return (
    <form
      aria-label="Dispute answers"
      onSubmit={(event) => {
        event.preventDefault();
        raising.mutate(
          { answers: chosen.map(([question_id, reason]) => ({ question_id, reason })) },
          {
            onSuccess: () => {
              kept.forget({});
              said('Your dispute is on its way.');
              onDone();
            },
          },
        );
      }}
    >
      <Stack gap="sm">
        <Text size="sm">Which answers do you disagree with? Say for each what you see otherwise.</Text>
        {closed.map((answer) => {
          const question = questions.get(answer.question_id);
          const reason = kept.value[answer.question_id];
          return (
            <Stack key={answer.question_id} gap={4}>
              <Checkbox
                label={question?.text ?? answer.question_id}
                description={`Answered: ${choiceText(question, answer)}`}
                checked={reason !== undefined}
                disabled={reason === undefined && chosen.length >= MOST}
                error={reason === undefined ? undefined : wrong(answer.question_id)}
                onChange={(event) => choose(answer.question_id, event.currentTarget.checked)}
              />
              {reason !== undefined && (
                <Textarea
                  label="Reason"
                  aria-label={`Reason for “${question?.text ?? ''}”`}
                  required
                  autosize
                  minRows={2}
                  maxLength={LONGEST}
                  value={reason}
                  onChange={(event) => {
                    const text = event.currentTarget.value;
                    kept.set((before) => ({ ...before, [answer.question_id]: text }));
                  }}
                />
              )}
            </Stack>
          );
        })}
        {problem && (
          <ProblemNotice
            error={problem}
            changing
            onRetry={
              problem.kind === 'stale'
                ? () => void forgetReviews(client).then(() => raising.reset())
                : undefined
            }
          />
        )}
        <Group gap="xs">
          <Button
            type="submit"
            loading={raising.isPending}
            disabled={chosen.length === 0 || chosen.some(([, reason]) => reason.trim() === '')}
          >
            {chosen.length === 0 ? 'Dispute' : `Dispute ${counted(chosen.length, 'answer')}`}
          </Button>
          <Button
            variant="default"
            onClick={() => {
              kept.forget({});
              onDone();
            }}
          >
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
