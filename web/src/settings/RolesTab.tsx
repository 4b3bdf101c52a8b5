import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { RoleItem } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Empty } from '@/parts/Empty';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { RoleForm } from './RoleForm';
import { NEW, type Opened } from './opened';
import { rolesQuery } from './queries';
import { heldBy, REACH } from './words';

const COLUMNS: Column<RoleItem>[] = [
  {
    id: 'name',
    header: 'Role',
    render: (role) => (
      <Anchor from="/settings" to="/settings" search={{ tab: 'roles', open: role.id }}>
        {role.name}
      </Anchor>
    ),
  },
  { id: 'reach', header: 'Sees', render: (role) => REACH[role.reach].name },
  { id: 'permissions', header: 'Permissions', align: 'right', render: heldBy },
  { id: 'origin', header: 'Origin', render: (role) => <Tag>{role.built_in ? 'Built in' : 'Added'}</Tag> },
];

/** Who may do what. */
export function RolesTab({ open, onOpen }: Opened) {
  const query = useQuery(rolesQuery);
  const role = query.data?.find((each) => each.id === open);
  return (
    <Sheet
      title="Roles"
      pad={false}
      actions={
        <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => onOpen(NEW)}>
          Add a role
        </Button>
      }
    >
      {query.error && !query.data ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          name="Roles"
          id="roles"
          columns={COLUMNS}
          rows={query.data ?? []}
          rowKey={(each) => each.id}
          openKey={open}
          onOpen={(each) => onOpen(each.id)}
          loading={query.isPending}
        />
      )}
      <DetailDrawer
        opened={open !== undefined}
        title={open === NEW ? 'Add a role' : (role?.name ?? 'Role')}
        onClose={() => onOpen(undefined)}
        size="lg"
      >
        {open === NEW || role ? (
          <RoleForm
            key={open}
            role={role ?? null}
            onReload={() => void query.refetch()}
            onDone={() => onOpen(undefined)}
          />
        ) : (
          query.data && <Empty title="This role is gone">Somebody deleted it.</Empty>
        )}
      </DetailDrawer>
    </Sheet>
  );
}
