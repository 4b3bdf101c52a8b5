import { Button, Group, Select, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { InteractionView, ScorecardItem } from '@/api/schema';
import { Loaded } from '@/parts/Loaded';
import { scorecardsQuery } from '@/parts/names';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { When } from '@/parts/When';
import { wordOf } from '@/parts/words';
import { useMe } from '@/session/me';
import { draftWith, fits } from './evaluating';
import { draftsOfQuery } from './queries';
import { useOpenDraft } from './useOpenDraft';
import { CHANNEL_WORDS } from './words';

/** The way to evaluate an interaction: with the scorecards that are for it, or on with the draft that one has. */
export function Evaluate({ interaction }: { interaction: InteractionView }) {
  const scorecards = useQuery(scorecardsQuery);
  return (
    <Loaded query={scorecards} skeleton={<Skeleton height={36} />}>
      {(all) => {
        const published = all.filter(({ actions }) => actions.includes('evaluate'));
        const usable = published.filter((scorecard) => fits(scorecard, interaction));
        if (usable.length > 0) return <Choice interaction={interaction} usable={usable} />;
        return (
          <Text size="sm" c="dimmed">
            {published.length === 0
              ? 'There is no published scorecard to evaluate it with.'
              : `No published scorecard is for the channel ${wordOf(CHANNEL_WORDS, interaction.channel)} and the queue ${interaction.queue}.`}
          </Text>
        );
      }}
    </Loaded>
  );
}

function Choice({ interaction, usable }: { interaction: InteractionView; usable: ScorecardItem[] }) {
  const navigate = useNavigate();
  const { person } = useMe();
  const [picked, setPicked] = useState<string | null>(null);
  const drafts = useQuery(draftsOfQuery(interaction.id));
  // Where one alone is for it, there is nothing to choose.
  const scorecard = picked ?? (usable.length === 1 ? (usable[0]?.id ?? null) : null);
  const own = draftWith(drafts.data, person.id, scorecard);
  const goOn = (id: string) =>
    void navigate({ to: '/evaluations/$evaluationId', params: { evaluationId: id } });
  const opening = useOpenDraft(interaction.id, goOn);
  const problem = opening.error ? asProblem(opening.error) : null;
  const beside = problem?.field('/scorecard_id');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (own) goOn(own.id);
        else if (scorecard) opening.mutate(scorecard);
      }}
    >
      <Stack gap="xs">
        <Group gap="xs" align="flex-start">
          <Select
            style={{ flex: '1 1 160px' }}
            aria-label="Scorecard"
            placeholder="Choose a scorecard"
            data={usable.map(({ id, name }) => ({ value: id, label: name }))}
            allowDeselect={false}
            value={scorecard}
            error={beside}
            onChange={(id) => {
              setPicked(id);
              opening.reset();
            }}
          />
          <Button type="submit" disabled={!scorecard} loading={opening.isPending}>
            {own ? 'Go on with your draft' : 'Evaluate'}
          </Button>
        </Group>
        {own && (
          <Text size="xs" c="dimmed">
            You began to evaluate it with this scorecard <When at={own.created_at} />.
          </Text>
        )}
        {problem && !beside && <ProblemNotice error={problem} changing />}
      </Stack>
    </form>
  );
}
