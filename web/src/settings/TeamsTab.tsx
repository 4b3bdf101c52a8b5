import { useQuery } from '@tanstack/react-query';
import type { TeamItem } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Empty } from '@/parts/Empty';
import { teamsQuery, useNames } from '@/parts/names';
import { useMay } from '@/session/me';
import { AccountList, AddButton } from './AccountList';
import { TeamForm } from './TeamForm';
import { NEW, type Opened } from './opened';

/** Where people work. Who is in a team stands with the person. */
export function TeamsTab({ open, onOpen }: Opened) {
  const query = useQuery(teamsQuery);
  const may = useMay();
  const nameOf = useNames(query.data?.map((team) => team.supervisor_id) ?? []);
  return (
    <AccountList
      title="Teams"
      kind="Team"
      add="Add a team"
      actions={may('people.manage') && <AddButton onClick={() => onOpen(NEW)}>Add a team</AddButton>}
      query={query}
      rows={query.data}
      columns={[
        {
          id: 'name',
          header: 'Team',
          render: (each: TeamItem) => (
            <Anchor from="/setup/account" to="/setup/account" search={{ tab: 'teams', open: each.id }}>
              {each.name}
            </Anchor>
          ),
        },
        {
          id: 'supervisor',
          header: 'Supervisor',
          render: ({ supervisor_id }) => (supervisor_id ? (nameOf(supervisor_id) ?? '…') : '–'),
        },
        {
          id: 'people',
          header: 'Members',
          render: (each) => (
            <Anchor to="/people" search={{ team: [each.id] }}>
              Show people
            </Anchor>
          ),
        },
      ]}
      empty={<Empty title="There are no teams yet">Add one here, or import people with their teams.</Empty>}
      open={open}
      onOpen={onOpen}
    >
      {(team, ends) => <TeamForm team={team} {...ends} />}
    </AccountList>
  );
}
