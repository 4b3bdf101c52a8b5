import { Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ActionView } from '@/api/schema';
import { ActionList } from '@/meetings/ActionList';
import { actionsQuery } from '@/meetings/queries';
import { Lines, Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';

/** The open actions that one has set. */
export const OWN_OPEN: { status: ActionView['status'][] } = { status: ['open'] };
const FEW = 6;

/** What the team has still to do: the overdue first, then by due date. */
export function TeamActions() {
  const query = useQuery(actionsQuery(OWN_OPEN));
  const [all, setAll] = useState(false);
  return (
    <Sheet title="Open actions of your team">
      <Loaded query={query} skeleton={<Lines count={6} />}>
        {(actions) => {
          const sorted = [...actions].sort(byDue);
          const rest = sorted.length - FEW;
          if (sorted.length === 0) {
            return (
              <Text size="sm" c="dimmed">
                Nothing that you have set is open.
              </Text>
            );
          }
          return (
            <Stack gap="md">
              <ActionList
                name="Open actions of your team"
                actions={all ? sorted : sorted.slice(0, FEW)}
                assignees
              />
              {rest > 0 && !all && (
                <Button
                  variant="subtle"
                  size="xs"
                  onClick={() => setAll(true)}
                  style={{ alignSelf: 'start' }}
                >
                  {rest} more
                </Button>
              )}
            </Stack>
          );
        }}
      </Loaded>
    </Sheet>
  );
}

/** What is due first stands first; what has no date comes last. */
export function byDue(a: ActionView, b: ActionView): number {
  return (a.due_date ?? '9999').localeCompare(b.due_date ?? '9999');
}
