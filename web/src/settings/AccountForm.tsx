import { Button, Group, Stack } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { asProblem, type Problem } from '@/api/problems';
import { Contested } from '@/parts/Contested';
import { OtherProblem } from '@/parts/OtherProblem';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import type { Changes } from '@/parts/useChanges';
import { useIntention } from '@/parts/useIntention';
import type { FormEnds } from './AccountList';
import { DeleteButton } from './DeleteButton';
import type { Saving } from './queries';

/**
 * The form over one of what the account has, such as a team: it adds, saves and deletes. Its fields are given to it.
 *
 * @param kind what one of them is called: "team".
 * @param one null for a new one.
 * @param edit what is typed into the fields.
 * @param labels what the fields are called.
 * @param children the fields; `wrong` tells what a field must say of itself, by its name in `edit`.
 */
export function AccountForm<
  One extends { id: string; name: string; actions: string[] },
  Values extends { name: string },
>({
  kind,
  one,
  edit,
  labels,
  save,
  remove,
  onReload,
  onDone,
  children,
}: FormEnds & {
  kind: string;
  one: One | null;
  edit: Changes<Values>;
  labels: Record<keyof Values, string>;
  save: UseMutationResult<One, Error, Saving<One, Values>>;
  remove: UseMutationResult<unknown, Error, One>;
  children: (editable: boolean, wrong: (field: keyof Values & string) => string | undefined) => ReactNode;
}) {
  const { values, changes, touched, forget } = edit;
  const keyOf = useIntention();
  const problem: Problem | null = save.error ? asProblem(save.error) : null;
  const editable = one === null || one.actions.includes('edit');
  function done(sentence: string) {
    forget();
    said(sentence);
    onDone();
  }
  return (
    <form
      aria-label={one ? `Edit ${one.name}` : `Add a ${kind}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (edit.waits()) return;
        save.mutate(one ? { of: one, changes } : { of: null, made: values, key: keyOf(values) }, {
          onSuccess: (saved) => done(`${saved.name} is ${one ? 'saved' : 'added'}.`),
        });
      }}
    >
      <Stack gap="md">
        {children(editable, (field) => problem?.field(`/${field}`))}
        <OtherProblem
          problem={problem}
          shown={Object.keys(values)}
          onReload={() => void onReload().then(() => save.reset())}
        />
        {remove.error && <ProblemNotice error={remove.error} />}
        <Contested edit={edit} labels={labels} saving={save.isPending} />
        <Group justify="space-between">
          {editable && (
            <Button type="submit" disabled={one !== null && !touched} loading={save.isPending}>
              {one ? 'Save' : `Add ${kind}`}
            </Button>
          )}
          {one?.actions.includes('delete') && (
            <DeleteButton
              what={kind}
              pending={remove.isPending}
              onDelete={() => remove.mutate(one, { onSuccess: () => done(`${one.name} is deleted.`) })}
            />
          )}
        </Group>
      </Stack>
    </form>
  );
}
