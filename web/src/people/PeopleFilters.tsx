import { MultiSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { NameRef } from '@/api/schema';
import { Filters, inForce } from '@/parts/Filters';
import { teamsQuery } from '@/parts/names';
import { tagOf, wordOf } from '@/parts/words';
import { groupsQuery, rolesQuery } from '@/settings/queries';
import { useMay } from '@/session/me';
import { useTypedFilter } from '@/parts/useTypedFilter';
import { byPlainLetters } from '@/parts/plain';
import { KINDS, STATUSES, type list } from './addresses';
import { KIND, STATUS } from './words';

type Search = Omit<ReturnType<typeof list>, 'open'>;

/** What narrows the list; all of it lies in the address. */
export function PeopleFilters({
  filters,
  onChange,
}: {
  filters: Search;
  onChange: (changed: Search) => void;
}) {
  const enabled = useMay()('people.view');
  const roles = useQuery({ ...rolesQuery, enabled });
  const teams = useQuery({ ...teamsQuery, enabled });
  const groups = useQuery({ ...groupsQuery, enabled });
  const [typed, setTyped] = useState(filters.q ?? '');
  const search = useTypedFilter((q) => onChange({ q: q.trim() || undefined }));
  // The back button and a link change the address from outside; what is being typed comes back the same.
  const [address, setAddress] = useState(filters.q);
  if (address !== filters.q) {
    setAddress(filters.q);
    if (typed.trim() !== (filters.q ?? '')) setTyped(filters.q ?? '');
  }

  return (
    <Filters
      label="Filter people"
      count={inForce(filters.role, filters.team, filters.group, filters.status, filters.kind)}
      always={
        <TextInput
          label="Name or e-mail"
          type="search"
          placeholder="Part of a name"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          w={{ base: '100%', xs: 200 }}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            search(event.currentTarget.value);
          }}
        />
      }
    >
      <Choice label="Role" of={roles.data} value={filters.role} onChange={(role) => onChange({ role })} />
      <Choice label="Team" of={teams.data} value={filters.team} onChange={(team) => onChange({ team })} />
      {(groups.data?.length ?? 0) > 0 && (
        <Choice
          label="Group"
          of={groups.data}
          value={filters.group}
          onChange={(group) => onChange({ group })}
        />
      )}
      <Choice
        label="Status"
        of={STATUSES.map((id) => ({ id, name: tagOf(STATUS, id).word }))}
        value={filters.status}
        onChange={(status) => onChange({ status: STATUSES.filter((each) => status?.includes(each)) })}
      />
      <Choice
        label="Kind"
        of={KINDS.map((id) => ({ id, name: wordOf(KIND, id) }))}
        value={filters.kind}
        onChange={(kind) => onChange({ kind: KINDS.filter((each) => kind?.includes(each)) })}
      />
    </Filters>
  );
}

function Choice({
  label,
  of,
  value,
  onChange,
}: {
  label: string;
  of: NameRef[] | undefined;
  value: string[] | undefined;
  onChange: (value: string[] | undefined) => void;
}) {
  return (
    <MultiSelect
      label={label}
      placeholder={value?.length ? undefined : 'All'}
      data={(of ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={value ?? []}
      onChange={(chosen) => onChange(chosen.length ? chosen : undefined)}
      w={{ base: 'calc(50% - 6px)', xs: 148 }}
      clearable
      searchable={(of?.length ?? 0) > 8}
      filter={byPlainLetters}
    />
  );
}
