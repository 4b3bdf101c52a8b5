import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { BatchView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { useNames } from '@/parts/names';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { tagOf, wordOf } from '@/parts/words';
import { BATCH_TITLES, howFar } from './BatchProgress';
import { IDLE_MS, LIVE_MS, batchesQuery } from './queries';
import { IMPORT_WORDS, REASON_WORDS, once } from './words';

/** Answers that were given to many at once, newest first: also those that failed while nobody looked. */
export function BatchesPage() {
  const navigate = useNavigate();
  const query = useInfiniteQuery({
    ...batchesQuery,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ status }) => status === 'running'))
        ? LIVE_MS
        : IDLE_MS,
  });
  const rows = once(itemsOf(query));
  const nameOf = useNames(rows.map(({ requested_by: by }) => by));
  const columns: Column<BatchView>[] = [
    {
      id: 'what',
      header: 'What was asked',
      render: (row) => (
        <Anchor to="/conversations/intake" search={{ batch: row.id }} inherit fw={550}>
          {whatOf(row)}
        </Anchor>
      ),
    },
    {
      id: 'status',
      header: 'Status',
      render: ({ status }) => (
        <Tag tone={tagOf(IMPORT_WORDS, status).tone}>{tagOf(IMPORT_WORDS, status).word}</Tag>
      ),
    },
    {
      id: 'progress',
      header: 'How far',
      width: '40%',
      render: (row) => (row.failure ? `${howFar(row)}. ${row.failure.sentence}` : howFar(row)),
    },
    { id: 'by', header: 'By', render: ({ requested_by: by }) => nameOf(by) ?? 'Somebody' },
    { id: 'at', header: 'Asked', render: ({ created_at: at }) => <When at={at} /> },
  ];
  return (
    <Page
      title="Answers for many"
      above={[
        <Anchor key="intake" to="/conversations/intake">
          Intake
        </Anchor>,
      ]}
      subtitle="What was completed, released or dismissed together, newest first; each is kept for 90 days"
    >
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Answers for many"
            id="intake-batches"
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
            onOpen={({ id }) => void navigate({ to: '/conversations/intake', search: { batch: id } })}
            more={query}
            loading={query.isPending}
            empty={
              <Empty title="Nothing was answered for many yet">
                Choose several held items at the intake, or a reason for which they are held.
              </Empty>
            }
          />
        </Sheet>
      )}
    </Page>
  );
}

function whatOf({ act, which }: BatchView): string {
  if (which.dismissed_by) return 'Taking back what was dismissed';
  const { reason, given } = which;
  if (!reason) return wordOf(BATCH_TITLES, act);
  return `${wordOf(BATCH_TITLES, act)}: ${wordOf(REASON_WORDS, reason)}${given ? ` “${given}”` : ''}`;
}
