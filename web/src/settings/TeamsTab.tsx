import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { TeamItem } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable } from '@/parts/DataTable';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Empty } from '@/parts/Empty';
import { teamsQuery, useNames } from '@/parts/names';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useMay } from '@/session/me';
import { TeamForm } from './TeamForm';
import { NEW, type Opened } from './opened';

/** Where people work. Who is in a team stands with the person. */
export function TeamsTab({ open, onOpen }: Opened) {
  const query = useQuery(teamsQuery);
  const may = useMay();
  const nameOf = useNames(query.data?.map((team) => team.supervisor_id) ?? []);
  const team = query.data?.find((each) => each.id === open);
  const columns = [
    {
      id: 'name',
      header: 'Team',
      render: (each: TeamItem) => (
        <Anchor from="/settings" to="/settings" search={{ tab: 'teams', open: each.id }}>
          {each.name}
        </Anchor>
      ),
    },
    {
      id: 'supervisor',
      header: 'Supervisor',
      render: ({ supervisor_id }: TeamItem) => (supervisor_id ? (nameOf(supervisor_id) ?? '…') : '–'),
    },
    {
      id: 'people',
      header: 'Members',
      render: (each: TeamItem) => (
        <Anchor to="/people" search={{ team: [each.id] }}>
          Show people
        </Anchor>
      ),
    },
  ];
  return (
    <Sheet
      title="Teams"
      pad={false}
      actions={
        may('people.manage') && (
          <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => onOpen(NEW)}>
            Add a team
          </Button>
        )
      }
    >
      {query.error && !query.data ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          name="Teams"
          id="teams"
          columns={columns}
          rows={query.data ?? []}
          rowKey={(each) => each.id}
          openKey={open}
          onOpen={(each) => onOpen(each.id)}
          loading={query.isPending}
          empty={
            <Empty title="There are no teams yet">Add one here, or import people with their teams.</Empty>
          }
        />
      )}
      <DetailDrawer
        opened={open !== undefined}
        title={open === NEW ? 'Add a team' : (team?.name ?? 'Team')}
        onClose={() => onOpen(undefined)}
        size="md"
      >
        {open === NEW || team ? (
          <TeamForm
            key={open}
            team={team ?? null}
            onReload={() => void query.refetch()}
            onDone={() => onOpen(undefined)}
          />
        ) : (
          query.data && <Empty title="This team is gone">Somebody deleted it.</Empty>
        )}
      </DetailDrawer>
    </Sheet>
  );
}
