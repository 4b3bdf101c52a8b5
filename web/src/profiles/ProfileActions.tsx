import { Button, SegmentedControl, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ActionView, PersonItem } from '@/api/schema';
import { ActionDialog } from '@/meetings/ActionDialog';
import { ActionList } from '@/meetings/ActionList';
import { actionsQuery } from '@/meetings/queries';
import { Empty } from '@/parts/Empty';
import { Lines, Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';
import { useMay, useMe } from '@/session/me';

/** Somebody's actions, open ones unless told. */
export function ProfileActions({ person }: { person: PersonItem }) {
  const me = useMe();
  const may = useMay();
  const [status, setStatus] = useState<ActionView['status']>('open');
  const [adding, setAdding] = useState(false);
  const query = useQuery(actionsQuery({ assignee_id: person.id, status: [status] }));
  const coaches = may('coaching.manage') && person.id !== me.person.id && person.status === 'active';
  return (
    <Sheet
      title="Actions"
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label="Which actions"
            data={[
              { value: 'open', label: 'Open' },
              { value: 'completed', label: 'Completed' },
            ]}
            value={status}
            onChange={(to) => setStatus(to === 'completed' ? 'completed' : 'open')}
          />
          {coaches && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlus size={15} aria-hidden />}
              onClick={() => setAdding(true)}
            >
              Add action
            </Button>
          )}
        </>
      }
    >
      <Loaded query={query} skeleton={<Lines count={5} />}>
        {(actions) =>
          actions.length > 0 ? (
            <Stack>
              <ActionList name="Actions" actions={actions} />
            </Stack>
          ) : status === 'open' ? (
            <Empty title="Nothing is open">
              Actions come out of 1-to-1s, AI performance reports, or stand on their own.
            </Empty>
          ) : (
            <Empty title="None completed yet" />
          )
        }
      </Loaded>
      {adding && (
        <ActionDialog
          subject={{ assigneeId: person.id, assigneeName: person.name }}
          onClose={() => setAdding(false)}
        />
      )}
    </Sheet>
  );
}
