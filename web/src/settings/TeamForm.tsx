import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { intention } from '@/api/client';
import { asProblem } from '@/api/problems';
import type { TeamItem } from '@/api/schema';
import { OtherProblem } from '@/parts/OtherProblem';
import { PersonSelect } from '@/parts/PersonSelect';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useChanges } from '@/parts/useChanges';
import { DeleteButton } from './DeleteButton';
import { useDeleteTeam, useSaveTeam } from './queries';

/** A team's name and supervisor; a new one where there is none. */
export function TeamForm({
  team,
  onReload,
  onDone,
}: {
  team: TeamItem | null;
  onReload: () => void;
  onDone: () => void;
}) {
  const base = { name: team?.name ?? '', supervisor_id: team?.supervisor_id ?? null };
  const { values, changes, set, touched, forget } = useChanges(`team.${team?.id ?? 'new'}`, base);
  const [key, setKey] = useState(intention);
  const save = useSaveTeam();
  const gone = useDeleteTeam();
  const problem = save.error ? asProblem(save.error) : null;
  const editable = team === null || team.actions.includes('edit');
  return (
    <form
      aria-label={team ? `Edit ${team.name}` : 'Add a team'}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(team ? { of: team, changes } : { of: null, made: values, key }, {
          onSuccess: (saved) => {
            forget();
            said(`${saved.name} is ${team ? 'saved' : 'added'}.`);
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
        <PersonSelect
          label="Supervisor"
          readOnly={!editable}
          value={values.supervisor_id}
          error={problem?.field('/supervisor_id')}
          onChange={(id) => set('supervisor_id', id)}
        />
        <OtherProblem
          problem={problem}
          shown={Object.keys(base)}
          onReload={() => {
            save.reset();
            onReload();
          }}
        />
        {gone.error && <ProblemNotice error={gone.error} />}
        <Group justify="space-between">
          {editable && (
            <Button type="submit" disabled={team !== null && !touched} loading={save.isPending}>
              {team ? 'Save' : 'Add team'}
            </Button>
          )}
          {team?.actions.includes('delete') && (
            <DeleteButton
              what="team"
              pending={gone.isPending}
              onDelete={() =>
                gone.mutate(team, {
                  onSuccess: () => {
                    forget();
                    said(`${team.name} is deleted.`);
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
