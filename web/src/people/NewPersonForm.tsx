import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { asProblem } from '@/api/problems';
import type { PersonItem, UserKind } from '@/api/schema';
import { OtherProblem } from '@/parts/OtherProblem';
import { useChanges } from '@/parts/useChanges';
import { useIntention } from '@/parts/useIntention';
import { PersonFields, type PersonValues } from './PersonFields';
import { useAddPerson } from './queries';

interface Values extends PersonValues {
  kind: UserKind;
}

const NOBODY: Values = {
  kind: 'human',
  name: '',
  email: '',
  role_ids: ['agent'],
  team_id: null,
  group_ids: [],
  manager_id: null,
  agent_references: [],
};

/** Adding somebody. They can sign in once they are invited. */
export function NewPersonForm({ onAdded }: { onAdded: (made: PersonItem) => void }) {
  const { values, set, forget } = useChanges('person.new', NOBODY);
  const keyOf = useIntention();
  const add = useAddPerson();
  const problem = add.error ? asProblem(add.error) : null;
  const bot = values.kind === 'bot';
  return (
    <form
      aria-label="Add a person"
      onSubmit={(event) => {
        event.preventDefault();
        const made = { ...values, email: values.email.trim() || null, ...(bot ? { role_ids: [] } : {}) };
        add.mutate(
          { made, key: keyOf(made) },
          {
            onSuccess: (person) => {
              forget();
              onAdded(person);
            },
          },
        );
      }}
    >
      <Stack gap="md">
        <Stack gap={4}>
          <SegmentedControl
            aria-label="Kind"
            style={{ alignSelf: 'flex-start' }}
            value={values.kind}
            data={[
              { value: 'human', label: 'Person' },
              { value: 'bot', label: 'Bot' },
            ]}
            onChange={(kind) => set('kind', kind)}
          />
          {bot && (
            <Text size="sm" c="dimmed">
              A machine that answers customers. It doesn’t sign in and is never summarised.
            </Text>
          )}
        </Stack>
        <PersonFields
          values={values}
          bot={bot}
          problem={problem}
          onChange={(name, value) => set(name, value as Values[typeof name])}
        />
        <OtherProblem problem={problem} shown={Object.keys(values)} />
        <Group>
          <Button type="submit" loading={add.isPending}>
            Add {bot ? 'bot' : 'person'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
