import { useQuery } from '@tanstack/react-query';
import type { RoleItem } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import type { Column } from '@/parts/DataTable';
import { Tag } from '@/parts/Tag';
import { AccountList, AddButton } from './AccountList';
import { RoleForm } from './RoleForm';
import { NEW, type Opened } from './opened';
import { rolesQuery } from './queries';
import { heldBy, reachWords } from './words';

const COLUMNS: Column<RoleItem>[] = [
  {
    id: 'name',
    header: 'Role',
    render: (role) => (
      <Anchor from="/setup/roles" to="/setup/roles" search={{ open: role.id }}>
        {role.name}
      </Anchor>
    ),
  },
  {
    id: 'reach',
    header: 'Sees',
    render: (role) => reachWords(role.reach).name,
  },
  { id: 'permissions', header: 'Permissions', align: 'right', render: heldBy },
  { id: 'origin', header: 'Origin', render: (role) => <Tag>{role.built_in ? 'Built in' : 'Added'}</Tag> },
];

/** Who may do what. */
export function RolesTab({ open, onOpen }: Opened) {
  const query = useQuery(rolesQuery);
  return (
    <AccountList
      title="Roles"
      kind="Role"
      add="Add a role"
      actions={<AddButton onClick={() => onOpen(NEW)}>Add a role</AddButton>}
      query={query}
      rows={query.data}
      columns={COLUMNS}
      drawerSize="lg"
      open={open}
      onOpen={onOpen}
    >
      {(role, ends) => <RoleForm role={role} {...ends} />}
    </AccountList>
  );
}
