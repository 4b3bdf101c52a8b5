import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MeetingView } from '@/api/schema';
import { Lines, Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';
import { ActionDialog } from './ActionDialog';
import { ActionList } from './ActionList';
import { actionsQuery } from './queries';

/** The actions agreed in a 1-to-1, those from its AI performance report among them. */
export function MeetingActions({ meeting }: { meeting: MeetingView }) {
  const query = useQuery(actionsQuery({ attached_to: meeting.id }));
  const [adding, setAdding] = useState(false);
  return (
    <Sheet
      title="Actions"
      actions={
        meeting.actions.includes('add_action') && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            Add action
          </Button>
        )
      }
    >
      <Loaded query={query} skeleton={<Lines count={3} />}>
        {(actions) =>
          actions.length > 0 ? (
            <ActionList name="Actions" actions={actions} />
          ) : (
            <Text size="sm" c="dimmed">
              None yet. What you agree on is followed up in the next 1-to-1.
            </Text>
          )
        }
      </Loaded>
      {adding && (
        <ActionDialog
          subject={{
            assigneeId: meeting.participant_id,
            assigneeName: meeting.participant_name,
            meetingId: meeting.id,
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </Sheet>
  );
}
