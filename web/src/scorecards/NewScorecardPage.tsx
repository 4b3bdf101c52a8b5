import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { intention } from '@/api/client';
import { asProblem } from '@/api/problems';
import { Anchor } from '@/parts/Anchor';
import { Empty } from '@/parts/Empty';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useKept } from '@/parts/useKept';
import { useMay } from '@/session/me';
import { useCreateScorecard } from './queries';

const EMPTY = {
  format: 'percentage' as const,
  pass_mark: 80,
  section_auto_fail_rule: 'zero' as const,
  start_automatically: false,
  applies_to: { channels: [], queues: [] },
  sections: [],
};

/** A scorecard begins with its name; the rest is built on its own page. */
export function NewScorecardPage() {
  const may = useMay();
  return (
    <Page
      title="New scorecard"
      above={[
        <Anchor key="list" to="/setup/scorecards">
          Scorecards
        </Anchor>,
      ]}
    >
      {may('scorecards.manage') ? (
        <Begin />
      ) : (
        <Empty title="You can’t make scorecards">Ask somebody who manages scorecards.</Empty>
      )}
    </Page>
  );
}

function Begin() {
  const name = useKept('scorecard.new', '');
  const [key, setKey] = useState(intention);
  const navigate = useNavigate();
  const create = useCreateScorecard();
  const problem = create.error ? asProblem(create.error) : null;
  const wrong = problem?.field('/name');
  return (
    <Sheet>
      <form
        aria-label="New scorecard"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate(
            { name: name.value, description: '', content: EMPTY, key },
            {
              onSuccess: ({ id }) => {
                name.forget('');
                void navigate({ to: '/setup/scorecards/$scorecardId/edit', params: { scorecardId: id } });
              },
              onError: () => setKey(intention()),
            },
          );
        }}
      >
        <Stack gap="md" maw={480}>
          <TextInput
            label="Name"
            required
            maxLength={200}
            value={name.value}
            error={wrong}
            onChange={(event) => name.set(event.currentTarget.value)}
          />
          {problem && !wrong && <ProblemNotice error={problem} changing />}
          <Group>
            <Button type="submit" loading={create.isPending}>
              Build it
            </Button>
            <Anchor to="/setup/scorecards/import">Import a file instead</Anchor>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}
