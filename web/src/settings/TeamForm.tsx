import { TextInput } from '@mantine/core';
import type { TeamItem } from '@/api/schema';
import { PersonSelect } from '@/parts/PersonSelect';
import { useChanges } from '@/parts/useChanges';
import { AccountForm } from './AccountForm';
import type { FormEnds } from './AccountList';
import { useDeleteTeam, useSaveTeam } from './queries';

/** A team's name and supervisor; a new one where there is none. */
export function TeamForm({ team, ...ends }: { team: TeamItem | null } & FormEnds) {
  const edit = useChanges(`team.${team?.id ?? 'new'}`, {
    name: team?.name ?? '',
    supervisor_id: team?.supervisor_id ?? null,
  });
  return (
    <AccountForm
      kind="team"
      one={team}
      edit={edit}
      labels={{ name: 'Name', supervisor_id: 'Supervisor' }}
      save={useSaveTeam()}
      remove={useDeleteTeam()}
      {...ends}
    >
      {(editable, wrong) => (
        <>
          <TextInput
            label="Name"
            required
            readOnly={!editable}
            value={edit.values.name}
            error={wrong('name')}
            onChange={(event) => edit.set('name', event.currentTarget.value)}
          />
          <PersonSelect
            label="Supervisor"
            readOnly={!editable}
            value={edit.values.supervisor_id}
            error={wrong('supervisor_id')}
            onChange={(id) => edit.set('supervisor_id', id)}
          />
        </>
      )}
    </AccountForm>
  );
}
