import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { intention } from '@/api/client';
import { asProblem } from '@/api/problems';
import type { PersonItem } from '@/api/schema';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useStep, type Step } from './queries';

const STEPS: Record<Step, { label: string; done: (name: string) => string }> = {
  invite: {
    label: 'Send an invitation',
    done: (name) => `${name} gets an e-mail with a first password. An earlier one no longer counts.`,
  },
  deactivate: { label: 'Deactivate', done: (name) => `${name} can no longer sign in.` },
  activate: { label: 'Activate', done: (name) => `${name} is active again.` },
};

/** Whether somebody can sign in, and what may be done about it. */
export function Access({ person }: { person: PersonItem }) {
  const step = useStep();
  const [key, setKey] = useState(intention);
  const steps = (['invite', 'deactivate', 'activate'] as const).filter((each) =>
    person.actions.includes(each),
  );
  if (steps.length === 0) return null;

  const take = (which: Step) =>
    step.mutate(
      { of: person, step: which, key: `${which}-${key}` },
      {
        onSuccess: () => said(STEPS[which].done(person.name)),
        // A refusal is answered the same under its key; the next try is another intention. A cut line isn't.
        onSettled: (_, error) => {
          if (!error || !asProblem(error).passing) setKey(intention());
        },
      },
    );
  return (
    <Stack component="section" gap="xs" aria-label="Access">
      <Title order={3}>Access</Title>
      <Text size="sm" c="dimmed" maw={520}>
        {person.status === 'active'
          ? 'Whoever is deactivated can’t sign in and gets no new work. What they did stays.'
          : 'Inactive people can’t sign in and get no new work. What they did stays.'}
        {steps.includes('invite') &&
          ' Whoever hasn’t signed in yet can be invited again: the first password lapses after some days.'}
      </Text>
      {step.error && <ProblemNotice error={step.error} />}
      <Group gap="xs">
        {steps.map((each) => (
          <Button
            key={each}
            variant="default"
            size="xs"
            loading={step.isPending && step.variables.step === each}
            disabled={step.isPending}
            onClick={() => take(each)}
          >
            {STEPS[each].label}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}
