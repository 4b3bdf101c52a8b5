import { MultiSelect, Select, SimpleGrid, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Problem } from '@/api/problems';
import type { NameRef } from '@/api/schema';
import { teamsQuery } from '@/parts/names';
import { PersonSelect } from '@/parts/PersonSelect';
import { byPlainLetters } from '@/parts/plain';
import { groupsQuery, rolesQuery } from '@/settings/queries';

const MOST_ROLES = 5;
const MOST_GROUPS = 10;
const MOST_REFERENCES = 10;

/** What is written about a person, as the form holds it. */
export interface PersonValues {
  name: string;
  email: string;
  role_ids: string[];
  team_id: string | null;
  group_ids: string[];
  manager_id: string | null;
  agent_references: string[];
}

/** The fields of a person, each with what is wrong with it. */
export function PersonFields({
  values,
  bot,
  problem,
  onChange,
}: {
  values: PersonValues;
  /** Bots have neither roles nor an address that they need. */
  bot: boolean;
  problem: Problem | null;
  onChange: <Name extends keyof PersonValues>(name: Name, value: PersonValues[Name]) => void;
}) {
  const roles = useQuery(rolesQuery);
  const teams = useQuery(teamsQuery);
  const groups = useQuery(groupsQuery);
  // An entry of a list is named by its place: /agent_references/1.
  const wrong = (name: keyof PersonValues) =>
    problem?.fields.find(({ pointer }) => pointer === `/${name}` || pointer.startsWith(`/${name}/`))?.message;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <TextInput
        label="Name"
        required
        value={values.name}
        error={wrong('name')}
        onChange={(event) => onChange('name', event.currentTarget.value)}
      />
      <TextInput
        label="E-mail address"
        type="email"
        required={!bot}
        value={values.email}
        error={wrong('email')}
        onChange={(event) => onChange('email', event.currentTarget.value)}
      />
      {!bot && (
        <MultiSelect
          label="Roles"
          placeholder={values.role_ids.length ? undefined : 'What they may do'}
          data={options(roles.data)}
          value={values.role_ids}
          maxValues={MOST_ROLES}
          error={wrong('role_ids')}
          onChange={(ids) => onChange('role_ids', ids)}
        />
      )}
      <PersonSelect
        label="Manager"
        description="Next one up the reporting line"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={values.manager_id}
        error={wrong('manager_id')}
        onChange={(id) => onChange('manager_id', id)}
      />
      <Select
        label="Team"
        placeholder="None"
        data={options(teams.data)}
        value={values.team_id}
        error={wrong('team_id')}
        clearable
        searchable
        filter={byPlainLetters}
        onChange={(id) => onChange('team_id', id)}
      />
      <MultiSelect
        label="Groups"
        placeholder={values.group_ids.length ? undefined : 'None'}
        data={options(groups.data)}
        value={values.group_ids}
        maxValues={MOST_GROUPS}
        error={wrong('group_ids')}
        nothingFoundMessage="There is no such group"
        searchable
        filter={byPlainLetters}
        onChange={(ids) => onChange('group_ids', ids)}
      />
      <TagsInput
        label="Agent references"
        description="What telephony and chat systems call them. Press Enter after each."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={values.agent_references}
        maxTags={MOST_REFERENCES}
        error={wrong('agent_references')}
        acceptValueOnBlur
        onChange={(references) => onChange('agent_references', references)}
      />
    </SimpleGrid>
  );
}

function options(of: NameRef[] | undefined): { value: string; label: string }[] {
  return (of ?? []).map(({ id, name }) => ({ value: id, label: name }));
}
