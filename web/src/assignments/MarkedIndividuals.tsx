import { Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { MarkView } from '@/api/schema';
import { LinkButton } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Empty } from '@/parts/Empty';
import { Name } from '@/parts/Name';
import { counted } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useIntention } from '@/parts/useIntention';
import { When } from '@/parts/When';
import { AreaTags } from './Areas';
import { AssignForm } from './AssignForm';
import { IntoGroup } from './IntoGroup';
import { NotHere } from './NotHere';
import { markQuery, marksQuery, useGive } from './queries';
import { RemoveMark } from './RemoveMark';

/** Agents who were marked one by one; each is given an assignment beside the list. */
export function MarkedIndividuals({ open, onClose }: { open: string | undefined; onClose: () => void }) {
  const query = useInfiniteQuery(marksQuery());
  const rows = itemsOf(query);
  const listed = rows.find(({ id }) => id === open);
  const asked = useQuery({
    ...markQuery(open ?? ''),
    enabled: open !== undefined && !listed && !query.isPending,
  });
  const found = listed ?? (open === undefined ? undefined : asked.data);
  // Who is in a group is assigned with it.
  const one = found?.group_id ? undefined : found;
  const give = useGive();
  const keyOf = useIntention();
  const navigate = useNavigate();
  return (
    <>
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Individuals"
            id="coaching-marks"
            columns={MARKS}
            rows={rows}
            rowKey={({ id }) => id}
            openKey={open}
            more={query}
            loading={query.isPending}
            empty={
              <Empty title="Nobody waits">
                Open an evaluation and mark its agent for coaching; they stand here until they are given an
                assignment.
              </Empty>
            }
          />
        </Sheet>
      )}
      <DetailDrawer
        id={open}
        title={one ? `Assign coaching to ${one.agent_name}` : 'Assign coaching'}
        size="lg"
        onClose={onClose}
      >
        {one ? (
          <Stack gap="md">
            <Text size="sm" c="dimmed">
              On {one.areas.map(({ name }) => name).join(', ')}, with{' '}
              {counted(one.interactions.length, 'conversation')}.
            </Text>
            <IntoGroup mark={one} onDone={onClose} />
            <AssignForm
              of={one.id}
              verb="Create"
              busy={give.isPending}
              problem={give.error}
              onSubmit={(content, done) => {
                const draft = { ...content, mark_id: one.id, areas: [], interactions: [] };
                give.mutate(
                  { draft, key: keyOf(draft) },
                  {
                    onSuccess: ({ id }) => {
                      done();
                      void navigate({
                        to: '/coaching/assignments/$assignmentId',
                        params: { assignmentId: id },
                      });
                    },
                  },
                );
              }}
            />
          </Stack>
        ) : (
          open !== undefined &&
          !query.isPending && (
            <NotHere asked={asked} title="This mark is gone">
              It was assigned or removed.
            </NotHere>
          )
        )}
      </DetailDrawer>
    </>
  );
}

const MARKS: Column<MarkView>[] = [
  { id: 'agent', header: 'Agent', render: (row) => <Name of={row.agent_name} /> },
  { id: 'areas', header: 'Coaching area', render: (row) => <AreaTags areas={row.areas} /> },
  {
    id: 'conversations',
    header: 'Conversations',
    align: 'right',
    render: (row) => row.interactions.length,
  },
  { id: 'by', header: 'Marked by', render: (row) => <Name of={row.marked_by_name} /> },
  { id: 'at', header: 'Marked', hidden: true, render: (row) => <When at={row.marked_at} /> },
  {
    id: 'assign',
    header: 'Assign coaching',
    render: (row) => (
      <Group gap={4} wrap="nowrap">
        {row.actions.includes('assign') && (
          <LinkButton
            from="/coaching/marked"
            to="/coaching/marked"
            search={{ open: row.id }}
            size="xs"
            variant="light"
            aria-label={`Assign coaching to ${row.agent_name}`}
          >
            Assign
          </LinkButton>
        )}
        <RemoveMark mark={row} />
      </Group>
    ),
  },
];
