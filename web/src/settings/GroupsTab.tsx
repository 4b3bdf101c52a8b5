import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { GroupItem } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable } from '@/parts/DataTable';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Empty } from '@/parts/Empty';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useMay } from '@/session/me';
import { GroupForm } from './GroupForm';
import { NEW, type Opened } from './opened';
import { groupsQuery } from './queries';

/** Agents that are looked at together. Who is in a group stands with the person. */
export function GroupsTab({ open, onOpen }: Opened) {
  const query = useQuery(groupsQuery);
  const may = useMay();
  const group = query.data?.find((each) => each.id === open);
  const columns = [
    {
      id: 'name',
      header: 'Group',
      render: (each: GroupItem) => (
        <Anchor from="/settings" to="/settings" search={{ tab: 'groups', open: each.id }}>
          {each.name}
        </Anchor>
      ),
    },
    {
      id: 'people',
      header: 'Members',
      render: (each: GroupItem) => (
        <Anchor to="/people" search={{ group: [each.id] }}>
          Show people
        </Anchor>
      ),
    },
  ];
  return (
    <Sheet
      title="Groups"
      pad={false}
      actions={
        may('people.manage') && (
          <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => onOpen(NEW)}>
            Add a group
          </Button>
        )
      }
    >
      {query.error && !query.data ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          name="Groups"
          id="groups"
          columns={columns}
          rows={query.data ?? []}
          rowKey={(each) => each.id}
          openKey={open}
          onOpen={(each) => onOpen(each.id)}
          loading={query.isPending}
          empty={
            <Empty title="There are no groups yet">Add one here, or import people with their groups.</Empty>
          }
        />
      )}
      <DetailDrawer
        opened={open !== undefined}
        title={open === NEW ? 'Add a group' : (group?.name ?? 'Group')}
        onClose={() => onOpen(undefined)}
        size="md"
      >
        {open === NEW || group ? (
          <GroupForm
            key={open}
            group={group ?? null}
            onReload={() => void query.refetch()}
            onDone={() => onOpen(undefined)}
          />
        ) : (
          query.data && <Empty title="This group is gone">Somebody deleted it.</Empty>
        )}
      </DetailDrawer>
    </Sheet>
  );
}
