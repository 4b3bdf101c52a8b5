import { Button, Group, Stack, TextInput, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { AreaDraft } from '@/api/schema';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useIntention } from '@/parts/useIntention';
import { useKept } from '@/parts/useKept';
import { AreasField } from './Areas';
import { groupNameQuery, useMakeGroup } from './queries';

interface Written {
  name: string;
  description: string;
  areas: AreaDraft[];
}
const NOTHING: Written = { name: '', description: '', areas: [] };

/** A new group: a name that no unsent one has, what it is for, and the areas that all in it share. */
export function GroupForm({ onDone }: { onDone: () => void }) {
  const { value, set, forget } = useKept<Written>('coaching-group.new', NOTHING);
  const { name, description, areas } = value;
  const put = (part: Partial<Written>) => set((before) => ({ ...before, ...part }));
  const [asked, setAsked] = useState(false);
  const [settled] = useDebouncedValue(name.trim(), 250);
  const make = useMakeGroup();
  const keyOf = useIntention();
  const check = useQuery(groupNameQuery(settled)).data;
  const problem = make.error ? asProblem(make.error) : null;
  const taken = settled === name.trim() && check?.free === false ? sentence(check.message) : undefined;
  const wrongName =
    problem?.field('/name') ?? taken ?? (asked && !name.trim() ? 'Give it a name' : undefined);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (!name.trim() || taken || areas.length === 0) return;
        const draft = { name: name.trim(), description, areas };
        make.mutate(
          { draft, key: keyOf(draft) },
          {
            onSuccess: () => {
              forget(NOTHING);
              onDone();
            },
          },
        );
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Group name"
          required
          data-autofocus
          maxLength={200}
          value={name}
          error={wrongName}
          description={
            <span role="status">{check?.free && settled === name.trim() ? 'This name is free' : ' '}</span>
          }
          onChange={(event) => {
            make.reset();
            put({ name: event.currentTarget.value });
          }}
        />
        <Textarea
          label="Description"
          description="What this coaching is for; agents don't read it"
          autosize
          minRows={2}
          maxLength={1000}
          value={description}
          onChange={(event) => put({ description: event.currentTarget.value })}
        />
        <AreasField
          value={areas}
          error={problem?.field('/areas') ?? (asked && areas.length === 0 && 'Name one at least')}
          onChange={(change) => set((before) => ({ ...before, areas: change(before.areas) }))}
        />
        {problem && !problem.field('/name') && !problem.field('/areas') && (
          <ProblemNotice error={problem} changing />
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={make.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** "another group has this name" as the beginning of a sentence. */
function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
