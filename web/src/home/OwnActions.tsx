import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ActionList } from '@/meetings/ActionList';
import { actionsQuery } from '@/meetings/queries';
import { Anchor } from '@/parts/Anchor';
import { Lines, Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';
import { useMe } from '@/session/me';
import { byDue } from './words';

/** What one has agreed to do, to tick. */
export function OwnActions() {
  const { person } = useMe();
  const query = useQuery(actionsQuery({ assignee_id: person.id, status: ['open'] }));
  return (
    <Sheet
      title="What you have agreed to do"
      actions={
        <Anchor to="/people/$personId" params={{ personId: person.id }} search={{ tab: 'actions' }} size="sm">
          All of them
        </Anchor>
      }
    >
      <Loaded query={query} skeleton={<Lines count={4} />}>
        {(actions) =>
          actions.length > 0 ? (
            <ActionList name="What you have agreed to do" actions={[...actions].sort(byDue)} />
          ) : (
            <Text size="sm" c="dimmed">
              Nothing is open.
            </Text>
          )
        }
      </Loaded>
    </Sheet>
  );
}
