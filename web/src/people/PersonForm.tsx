import { Button, Group, Stack } from '@mantine/core';
import { asProblem } from '@/api/problems';
import type { PersonChanges, PersonItem } from '@/api/schema';
import { useQuery } from '@tanstack/react-query';
import { Contested } from '@/parts/Contested';
import { nameIn } from '@/parts/names';
import { OtherProblem } from '@/parts/OtherProblem';
import { said } from '@/parts/say';
import { useChanges } from '@/parts/useChanges';
import { PersonFields, type PersonValues } from './PersonFields';
import { groupsQuery, rolesQuery } from '@/settings/queries';
import { useChangePerson } from './queries';

/** A person as the form holds them. */
function valuesOf(person: PersonItem): PersonValues {
  return {
    name: person.name,
    email: person.email ?? '',
    role_ids: person.roles.map((role) => role.id),
    team_id: person.team?.id ?? null,
    group_ids: person.groups.map((group) => group.id),
    manager_id: person.manager?.id ?? null,
    agent_references: person.agent_references,
  };
}

const LABELS: Record<keyof PersonValues, string> = {
  name: 'Name',
  email: 'E-mail address',
  role_ids: 'Roles',
  team_id: 'Team',
  group_ids: 'Groups',
  manager_id: 'Manager',
  agent_references: 'Agent references',
};

/**
 * Changing a person. Only fields that were touched are sent.
 *
 * @param onReload reads the person again, when somebody else was faster; what was typed stays.
 */
export function PersonForm({ person, onReload }: { person: PersonItem; onReload: () => Promise<unknown> }) {
  const edit = useChanges(`person.${person.id}`, valuesOf(person));
  const { values, changes, set, touched, forget } = edit;
  const roles = useQuery(rolesQuery);
  const groups = useQuery(groupsQuery);
  const save = useChangePerson();
  const problem = save.error ? asProblem(save.error) : null;
  return (
    <form
      aria-label={`Edit ${person.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (edit.waits()) return;
        save.mutate(
          { of: person, changes: sent(changes) },
          {
            onSuccess: (saved) => {
              forget();
              said(`${saved.name} is saved.`);
            },
          },
        );
      }}
    >
      <Stack gap="md">
        <PersonFields values={values} bot={person.kind === 'bot'} problem={problem} onChange={set} />
        <OtherProblem
          problem={problem}
          shown={Object.keys(values)}
          onReload={() => void onReload().then(() => save.reset())}
        />
        <Contested
          edit={edit}
          labels={LABELS}
          say={{
            role_ids: (ids) => ids.map((id) => nameIn(roles.data, id) ?? id).join(', ') || 'Nothing',
            group_ids: (ids) => ids.map((id) => nameIn(groups.data, id) ?? '…').join(', ') || 'Nothing',
          }}
          saving={save.isPending}
        />
        <Group gap="xs">
          <Button type="submit" disabled={!touched} loading={save.isPending}>
            Save
          </Button>
          {touched && (
            <Button
              variant="default"
              disabled={save.isPending}
              onClick={() => {
                save.reset();
                forget();
              }}
            >
              Discard changes
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

/** An empty address is none, which the API takes as null. */
function sent({ email, ...rest }: Partial<PersonValues>): PersonChanges {
  return { ...rest, ...(email === undefined ? {} : { email: email.trim() || null }) };
}
