import { Button, Group, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MarkView } from '@/api/schema';
import { byPlainLetters } from '@/parts/plain';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { pendingGroupsQuery, useChangeMark } from './queries';

/** Put somebody who is marked by themselves into a group that isn't sent; nothing where there is none. */
export function IntoGroup({ mark, onDone }: { mark: MarkView; onDone: () => void }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const groups = useQuery(pendingGroupsQuery).data ?? [];
  const change = useChangeMark();
  const group = groups.find(({ id }) => id === chosen);
  if (groups.length === 0 || !mark.actions.includes('edit')) return null;
  return (
    <form
      aria-label={`Put ${mark.agent_name} into a group`}
      onSubmit={(event) => {
        event.preventDefault();
        if (!group) return;
        change.mutate(
          { mark, changes: { group_id: group.id, add_interactions: [] } },
          {
            onSuccess: () => {
              said(`${mark.agent_name} is in ${group.name}`);
              onDone();
            },
          },
        );
      }}
    >
      <Group align="flex-end" gap="sm">
        <Select
          label="Into a group instead"
          description="They are coached on what the group is"
          placeholder="None"
          searchable
          filter={byPlainLetters}
          clearable
          miw={260}
          data={groups.map(({ id, name }) => ({ value: id, label: name }))}
          value={chosen}
          onChange={(value) => {
            change.reset();
            setChosen(value);
          }}
        />
        <Button type="submit" variant="default" disabled={!group} loading={change.isPending}>
          Put into the group
        </Button>
      </Group>
      {change.error && <ProblemNotice error={change.error} changing />}
    </form>
  );
}
