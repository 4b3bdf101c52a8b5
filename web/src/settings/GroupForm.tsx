import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { intention } from '@/api/client';
import { asProblem } from '@/api/problems';
import type { GroupItem } from '@/api/schema';
import { OtherProblem } from '@/parts/OtherProblem';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useChanges } from '@/parts/useChanges';
import { DeleteButton } from './DeleteButton';
import { useDeleteGroup, useSaveGroup } from './queries';

/** The name of an agent group; a new one where there is none. */
export function GroupForm({
  group,
  onReload,
  onDone,
}: {
  group: GroupItem | null;
  onReload: () => void;
  onDone: () => void;
}) {
  const { values, set, touched, forget } = useChanges(`group.${group?.id ?? 'new'}`, {
    name: group?.name ?? '',
  });
  const [key, setKey] = useState(intention);
  const save = useSaveGroup();
  const gone = useDeleteGroup();
  const problem = save.error ? asProblem(save.error) : null;
  const editable = group === null || group.actions.includes('edit');
  return (
    <form
      aria-label={group ? `Edit ${group.name}` : 'Add a group'}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(group ? { of: group, name: values.name } : { of: null, name: values.name, key }, {
          onSuccess: (saved) => {
            forget();
            said(`${saved.name} is ${group ? 'saved' : 'added'}.`);
            onDone();
          },
          onError: (error) => {
            if (!asProblem(error).passing) setKey(intention());
          },
        });
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name"
          required
          readOnly={!editable}
          value={values.name}
          error={problem?.field('/name')}
          onChange={(event) => set('name', event.currentTarget.value)}
        />
        <OtherProblem
          problem={problem}
          shown={['name']}
          onReload={() => {
            save.reset();
            onReload();
          }}
        />
        {gone.error && <ProblemNotice error={gone.error} />}
        <Group justify="space-between">
          {editable && (
            <Button type="submit" disabled={group !== null && !touched} loading={save.isPending}>
              {group ? 'Save' : 'Add group'}
            </Button>
          )}
          {group?.actions.includes('delete') && (
            <DeleteButton
              what="group"
              pending={gone.isPending}
              onDelete={() =>
                gone.mutate(group, {
                  onSuccess: () => {
                    forget();
                    said(`${group.name} is deleted.`);
                    onDone();
                  },
                })
              }
            />
          )}
        </Group>
      </Stack>
    </form>
  );
}
