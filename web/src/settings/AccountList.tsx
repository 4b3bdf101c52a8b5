import { Button, type ButtonProps } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { DataTable, type Column } from '@/parts/DataTable';
import { DetailDrawer, type DrawerSize } from '@/parts/DetailDrawer';
import { Empty } from '@/parts/Empty';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { NEW, type Opened } from './opened';

/**
 * What a form in the drawer does when it needs the newest state, and when it is done. Somebody else was faster: until
 * the newest state is there the form goes on saying so, since saving before would fail once more.
 */
export interface FormEnds {
  onReload: () => Promise<unknown>;
  onDone: () => void;
}

/**
 * One kind of what the account has, such as its teams: the list, and beside it the one that stands open.
 *
 * @param kind what one of them is called: "Team".
 * @param add the drawer's title over a new one: "Add a team".
 * @param rows all of them; undefined until they are read.
 * @param children the form over one of them; it is given null for a new one.
 */
export function AccountList<T extends { id: string; name: string }>({
  title,
  kind,
  add,
  actions,
  above,
  query,
  rows,
  columns,
  empty,
  drawerSize = 'md',
  open,
  onOpen,
  children,
}: Opened & {
  title: string;
  kind: string;
  add: string;
  actions: ReactNode;
  above?: ReactNode;
  query: { error: unknown; isPending: boolean; refetch: () => Promise<unknown> };
  rows: T[] | undefined;
  columns: Column<T>[];
  empty?: ReactNode;
  drawerSize?: DrawerSize;
  children: (one: T | null, ends: FormEnds) => ReactNode;
}) {
  const one = rows?.find((each) => each.id === open);
  const ends = { onReload: () => query.refetch(), onDone: () => onOpen(undefined) };
  return (
    <Sheet title={title} pad={false} actions={actions}>
      {above}
      {query.error && !rows ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          name={title}
          id={title.toLowerCase()}
          columns={columns}
          rows={rows ?? []}
          rowKey={(each) => each.id}
          openKey={open}
          onOpen={(each) => onOpen(each.id)}
          loading={query.isPending}
          empty={empty}
        />
      )}
      <DetailDrawer
        id={open}
        title={open === NEW ? add : (one?.name ?? kind)}
        onClose={() => onOpen(undefined)}
        size={drawerSize}
      >
        {open === NEW || one
          ? children(one ?? null, ends)
          : // Not while it closes, when nothing stands open any more.
            open !== undefined &&
            rows && <Empty title={`This ${kind.toLowerCase()} is gone`}>Somebody deleted it.</Empty>}
      </DetailDrawer>
    </Sheet>
  );
}

/** Begins a new one beside the list. */
export function AddButton({ onClick, ...rest }: { onClick: () => void } & ButtonProps) {
  return <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={onClick} {...rest} />;
}
