import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { itemsOf } from '@/api/queries';
import type { CoachingGroupView } from '@/api/schema';
import { LinkButton } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Empty } from '@/parts/Empty';
import { Name } from '@/parts/Name';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { AreaTags } from './Areas';
import { GroupForm } from './GroupForm';
import { MarkedGroup } from './MarkedGroup';
import { NotHere } from './NotHere';
import { groupQuery, groupsQuery } from './queries';
import { NEW } from './words';

/** Groups of marks that are sent together; one of them, or a new one, beside the list. */
export function MarkedGroups({ open, onClose }: { open: string | undefined; onClose: () => void }) {
  const query = useInfiniteQuery(groupsQuery());
  const rows = itemsOf(query);
  const listed = rows.find(({ id }) => id === open);
  const asked = useQuery({
    ...groupQuery(open ?? ''),
    enabled: open !== undefined && open !== NEW && !listed && !query.isPending,
  });
  const found = listed ?? (open === undefined ? undefined : asked.data);
  const one = found?.state === 'sent' ? undefined : found;
  return (
    <>
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Groups"
            id="coaching-groups"
            columns={GROUPS}
            rows={rows}
            rowKey={({ id }) => id}
            openKey={open}
            more={query}
            loading={query.isPending}
            empty={
              <Empty title="No group waits">
                Add one, then mark agents into it: each is given an assignment of their own, and is told
                nothing of the group.
              </Empty>
            }
          />
        </Sheet>
      )}
      <DetailDrawer
        id={open}
        title={open === NEW ? 'Add new group' : (one?.name ?? 'Group')}
        size="lg"
        onClose={onClose}
      >
        {open === NEW ? (
          <GroupForm onDone={onClose} />
        ) : one ? (
          <MarkedGroup group={one} onDone={onClose} />
        ) : (
          open !== undefined &&
          !query.isPending && (
            <NotHere asked={asked} title="This group is gone">
              It was sent or deleted.
            </NotHere>
          )
        )}
      </DetailDrawer>
    </>
  );
}

const GROUPS: Column<CoachingGroupView>[] = [
  { id: 'name', header: 'Group name', render: (row) => row.name },
  { id: 'agents', header: 'Agents', align: 'right', render: (row) => row.agents },
  { id: 'areas', header: 'Coaching area', render: (row) => <AreaTags areas={row.areas} /> },
  { id: 'conversations', header: 'Conversations', align: 'right', render: (row) => row.conversations },
  { id: 'by', header: 'Made by', hidden: true, render: (row) => <Name of={row.created_by_name} /> },
  {
    id: 'assign',
    header: 'Assign coaching',
    render: (row) =>
      row.state === 'sending' ? (
        <Tag tone="accent">Being sent</Tag>
      ) : (
        <LinkButton
          from="/coaching/marked"
          to="/coaching/marked"
          search={{ tab: 'groups', open: row.id }}
          size="xs"
          variant={row.actions.includes('dispatch') ? 'light' : 'default'}
          aria-label={`${row.actions.includes('dispatch') ? 'Assign coaching to' : 'Open'} ${row.name}`}
        >
          {row.actions.includes('dispatch') ? 'Assign' : 'Open'}
        </LinkButton>
      ),
  },
];
