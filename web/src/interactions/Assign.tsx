import { Button, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { asProblem } from '@/api/problems';
import type { InteractionView } from '@/api/schema';
import { DateField } from '@/parts/DateField';
import { Disclosure } from '@/parts/Disclosure';
import { scorecardsQuery } from '@/parts/names';
import { OtherProblem } from '@/parts/OtherProblem';
import { PeoplePicker } from '@/parts/PeoplePicker';
import { said } from '@/parts/say';
import { daysAfter, dayOf } from '@/parts/times';
import { useIntention } from '@/parts/useIntention';
import { isKept, useKept } from '@/parts/useKept';
import { useMay, useMe, useTimeZone } from '@/session/me';
import { fits } from './evaluating';
import { useAssign } from './queries';

const DUE_DAYS = 7;

/** Giving an evaluation of the conversation to others, each by themselves, with a day until when. */
export function Assign({ interaction }: { interaction: InteractionView }) {
  const may = useMay();
  const { person } = useMe();
  if (!may('evaluations.assign') || interaction.agent_id === person.id) return null;
  return (
    <Disclosure label="Assign to others" begun={isKept(placeOf(interaction))}>
      <Form interaction={interaction} />
    </Disclosure>
  );
}

interface Chosen {
  scorecard: string | null;
  evaluators: string[];
  due: string | null;
}

/** Under which name what was chosen is kept until it is given. */
function placeOf({ id }: InteractionView): string {
  return `evaluation.given ${id}`;
}

function Form({ interaction }: { interaction: InteractionView }) {
  const today = dayOf(new Date(), useTimeZone());
  const scorecards = useQuery(scorecardsQuery);
  const assign = useAssign();
  const keyOf = useIntention();
  const kept = useKept<Chosen>(placeOf(interaction), {
    scorecard: null,
    evaluators: [],
    due: daysAfter(today, DUE_DAYS),
  });
  const { scorecard, evaluators, due } = kept.value;
  const put = (part: Partial<Chosen>) => kept.set((before) => ({ ...before, ...part }));
  const problem = assign.error ? asProblem(assign.error) : null;
  const usable = (scorecards.data ?? []).filter(
    (each) => each.status === 'published' && fits(each, interaction),
  );
  const refused = problem?.fields.filter(({ pointer }) => pointer.startsWith('/evaluator_ids')) ?? [];
  return (
    <form
      aria-label="Assign to others"
      onSubmit={(event) => {
        event.preventDefault();
        if (!scorecard || !due) return;
        const asked = {
          interaction_id: interaction.id,
          scorecard_id: scorecard,
          evaluator_ids: evaluators,
          due_on: due,
        };
        assign.mutate(
          { asked, key: keyOf(asked) },
          {
            onSuccess: () => {
              kept.forget({ ...kept.value, evaluators: [] });
              said('They have it to do, and are told.');
            },
          },
        );
      }}
    >
      <Stack gap="xs">
        <Select
          label="Scorecard"
          required
          data={usable.map(({ id, name }) => ({ value: id, label: name }))}
          value={scorecard}
          error={problem?.field('/scorecard_id')}
          onChange={(to) => put({ scorecard: to })}
        />
        <PeoplePicker
          label="Evaluators"
          among="evaluators"
          required
          value={evaluators}
          error={refused.length ? refused.map(({ message }) => message).join('; ') : undefined}
          onChange={(to) => put({ evaluators: to })}
        />
        <DateField
          label="Due"
          required
          min={today}
          value={due}
          error={problem?.field('/due_on')}
          onChange={(to) => put({ due: to })}
        />
        <OtherProblem problem={problem} shown={['scorecard_id', 'evaluator_ids', 'due_on']} />
        <Button
          type="submit"
          size="xs"
          disabled={!scorecard || !due || evaluators.length === 0}
          loading={assign.isPending}
          style={{ alignSelf: 'flex-start' }}
        >
          Give it to them
        </Button>
      </Stack>
    </form>
  );
}
