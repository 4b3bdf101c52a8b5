import { TextInput } from '@mantine/core';
import type { GroupItem } from '@/api/schema';
import { useChanges } from '@/parts/useChanges';
import { AccountForm } from './AccountForm';
import type { FormEnds } from './AccountList';
import { useDeleteGroup, useSaveGroup } from './queries';

/** The name of an agent group; a new one where there is none. */
export function GroupForm({ group, ...ends }: { group: GroupItem | null } & FormEnds) {
  const edit = useChanges(`group.${group?.id ?? 'new'}`, { name: group?.name ?? '' });
  return (
    <AccountForm
      kind="group"
      one={group}
      edit={edit}
      labels={{ name: 'Name' }}
      save={useSaveGroup()}
      remove={useDeleteGroup()}
      {...ends}
    >
      {(editable, wrong) => (
        <TextInput
          label="Name"
          required
          readOnly={!editable}
          value={edit.values.name}
          error={wrong('name')}
          onChange={(event) => edit.set('name', event.currentTarget.value)}
        />
      )}
    </AccountForm>
  );
}
