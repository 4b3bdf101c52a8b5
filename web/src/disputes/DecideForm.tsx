import { Button, Group, Select, Stack, Text, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { asProblem } from '@/api/problems';
import type { DisputeItem, EvaluationDetail, Question } from '@/api/schema';
import { Name } from '@/parts/Name';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useKept } from '@/parts/useKept';
import { forgetReviews, useDecide } from './queries';
import { choiceText, questionsOf } from './words';

const LONGEST = 2000;
const STAYS = 'stays';
const NOT_APPLICABLE = 'n/a';

interface Decided {
  to: string;
  response: string;
}

const UNDECIDED: Decided = { to: STAYS, response: '' };

/** Whoever decides says of each disputed answer whether it stays, or what it is from now on, and why. */
export function DecideForm({ dispute, evaluation }: { dispute: DisputeItem; evaluation: EvaluationDetail }) {
  const client = useQueryClient();
  const kept = useKept<Record<string, Decided>>(`decision.${dispute.id}`, {});
  const deciding = useDecide(dispute);
  const questions = questionsOf(evaluation);
  const of = (id: string) => kept.value[id] ?? UNDECIDED;
  const set = (id: string, part: Partial<Decided>) =>
    kept.set((before) => ({ ...before, [id]: { ...(before[id] ?? UNDECIDED), ...part } }));
  const changes = dispute.answers.some(({ question_id }) => of(question_id).to !== STAYS);
  const problem = deciding.error ? asProblem(deciding.error) : null;
  return (
    <form
      aria-label="Decide the dispute"
      onSubmit={(event) => {
        event.preventDefault();
        deciding.mutate(
          {
            answers: dispute.answers.map(({ question_id }) => {
              const { to, response } = of(question_id);
              return {
                question_id,
                response,
                option_id: to === STAYS || to === NOT_APPLICABLE ? null : to,
                not_applicable: to === NOT_APPLICABLE,
              };
            }),
          },
          {
            onSuccess: () => {
              kept.forget({});
              said(changes ? 'Re-evaluated, and scored anew.' : 'The score is re-affirmed.');
            },
          },
        );
      }}
    >
      <Stack gap="md">
        {dispute.answers.map(({ question_id, choice, reason }) => {
          const question = questions.get(question_id);
          const text = question?.text ?? question_id;
          return (
            <Stack
              key={question_id}
              gap={6}
              component="fieldset"
              style={{ border: 0, margin: 0, padding: 0 }}
            >
              <Text component="legend" size="sm" fw={550}>
                {text}
              </Text>
              <Text size="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
                <Name of={dispute.agent_name} />: {reason}
              </Text>
              <Select
                label="Answer from now on"
                aria-label={`Answer to “${text}” from now on`}
                data={ways(question, choiceText(question, choice), choice)}
                value={of(question_id).to}
                allowDeselect={false}
                maw={360}
                onChange={(to) => to && set(question_id, { to })}
              />
              <Textarea
                label={`What you say to ${dispute.agent_name}`}
                required
                autosize
                minRows={2}
                maxLength={LONGEST}
                value={of(question_id).response}
                onChange={(event) => set(question_id, { response: event.currentTarget.value })}
              />
            </Stack>
          );
        })}
        {problem && (
          <ProblemNotice
            error={problem}
            changing
            onRetry={
              problem.kind === 'stale'
                ? () => void forgetReviews(client).then(() => deciding.reset())
                : undefined
            }
          />
        )}
        <Group gap="xs">
          <Button
            type="submit"
            loading={deciding.isPending}
            disabled={dispute.answers.some(({ question_id }) => of(question_id).response.trim() === '')}
          >
            {changes ? 'Re-evaluate' : 'Re-affirm'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What an answer may be from now on: as it is, or another one of its question's. */
function ways(
  question: Question | undefined,
  now: string,
  choice: DisputeItem['answers'][number]['choice'],
): { value: string; label: string }[] {
  const others = (question?.options ?? []).filter(({ id }) => id !== choice.option_id);
  return [
    { value: STAYS, label: `Stays: ${now}` },
    ...others.map(({ id, label }) => ({ value: id, label })),
    ...(question?.allow_na && !choice.not_applicable ? [{ value: NOT_APPLICABLE, label: 'N/A' }] : []),
  ];
}
