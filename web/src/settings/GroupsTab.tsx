import { useQuery } from '@tanstack/react-query';
import type { GroupItem } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import type { Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { useMay } from '@/session/me';
import { AccountList, AddButton } from './AccountList';
import { GroupForm } from './GroupForm';
import { NEW, type Opened } from './opened';
import { groupsQuery } from './queries';

const COLUMNS: Column<GroupItem>[] = [
  {
    id: 'name',
    header: 'Group',
    render: (group) => (
      <Anchor from="/setup/account" to="/setup/account" search={{ tab: 'groups', open: group.id }}>
        {group.name}
      </Anchor>
    ),
  },
  {
    id: 'people',
    header: 'Members',
    render: (group) => (
      <Anchor to="/people" search={{ group: [group.id] }}>
        Show people
      </Anchor>
    ),
  },
];

/** Agents that are looked at together. Who is in a group stands with the person. */
export function GroupsTab({ open, onOpen }: Opened) {
  const query = useQuery(groupsQuery);
  const may = useMay();
  return (
    <AccountList
      title="Groups"
      kind="Group"
      add="Add a group"
      actions={may('people.manage') && <AddButton onClick={() => onOpen(NEW)}>Add a group</AddButton>}
      query={query}
      rows={query.data}
      columns={COLUMNS}
      empty={<Empty title="There are no groups yet">Add one here, or import people with their groups.</Empty>}
      open={open}
      onOpen={onOpen}
    >
      {(group, ends) => <GroupForm group={group} {...ends} />}
    </AccountList>
  );
}
