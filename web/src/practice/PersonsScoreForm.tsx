import { Button, Group, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { AttemptView, PracticeCriterion } from '@/api/schema';
import { said } from '@/parts/say';
import { useKept } from '@/parts/useKept';
import type { useAct } from './queries';

const NOT_CALLED_FOR = '';

/** How a person answers the criterion where the AI left it to one. act: outlives this form, which goes once it was sent. */
export function PersonsScoreForm({
  attempt,
  details,
  act,
  follow,
}: {
  attempt: AttemptView;
  details: PracticeCriterion;
  act: ReturnType<typeof useAct>;
  follow: () => void;
}) {
  const [option, setOption] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const note = useKept(`practice-score.${attempt.id}`, '');
  const { suggestion } = attempt;
  const guessed = suggestion?.not_applicable
    ? 'that it wasn’t called for'
    : details.options.find(({ id }) => id === suggestion?.option_id)?.label;
  return (
    <form
      aria-label="Score the attempt"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (option === null) return;
        follow();
        act.mutate(
          {
            verb: 'score',
            score: {
              option_id: option === NOT_CALLED_FOR ? null : option,
              not_applicable: option === NOT_CALLED_FOR,
              note: note.value.trim(),
            },
          },
          {
            onSuccess: () => {
              note.forget();
              said('The attempt is scored.');
            },
          },
        );
      }}
    >
      <Stack gap="sm" maw={620}>
        {suggestion && guessed && (
          <Text size="sm" c="dimmed">
            The AI would answer: {guessed}. {suggestion.rationale}
          </Text>
        )}
        <Radio.Group
          label="How was the criterion met?"
          required
          value={option}
          onChange={setOption}
          error={asked && option === null ? 'Choose an answer' : undefined}
        >
          <Stack gap="xs" mt="xs">
            {details.options.map(({ id, label }) => (
              <Radio key={id} value={id} label={label} />
            ))}
            <Radio value={NOT_CALLED_FOR} label="It wasn’t called for" />
          </Stack>
        </Radio.Group>
        <Textarea
          label="A word to the agent"
          autosize
          minRows={2}
          maxLength={1000}
          value={note.value}
          onChange={(event) => note.set(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" loading={act.isPending}>
            Score
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
