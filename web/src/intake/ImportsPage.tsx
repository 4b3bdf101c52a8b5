import { Box } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { ImportView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { bytes } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { tagOf } from '@/parts/words';
import { ImportBar } from './ImportBar';
import { IDLE_MS, LIVE_MS, importsQuery } from './queries';
import { IMPORT_WORDS, fileName, once } from './words';

/** Files with many conversations, each with how far it is. */
export function ImportsPage() {
  const navigate = useNavigate();
  // A file that was just handed in becomes an import a moment later.
  const query = useInfiniteQuery({
    ...importsQuery,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ status }) => status === 'running'))
        ? LIVE_MS
        : IDLE_MS,
  });
  const rows = once(itemsOf(query));
  return (
    <Page
      title="Bulk imports"
      above={[
        <Anchor key="intake" to="/conversations/intake">
          Intake
        </Anchor>,
      ]}
      subtitle="Files with one conversation a line, newest first"
    >
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Bulk imports"
            id="imports"
            columns={COLUMNS}
            rows={rows}
            rowKey={({ id }) => id}
            onOpen={({ id }) =>
              void navigate({ to: '/conversations/intake/imports/$importId', params: { importId: id } })
            }
            more={query}
            loading={query.isPending}
            empty={
              <Empty title="No bulk imports yet">
                Hand in a .jsonl file with one conversation a line at the intake, or drop it into the bucket.
              </Empty>
            }
          />
        </Sheet>
      )}
    </Page>
  );
}

const COLUMNS: Column<ImportView>[] = [
  {
    id: 'file',
    header: 'File',
    render: (row) => (
      <Anchor to="/conversations/intake/imports/$importId" params={{ importId: row.id }} inherit fw={550}>
        {fileName(row.key)}
      </Anchor>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    render: (row) => (
      <Tag tone={tagOf(IMPORT_WORDS, row.status).tone}>{tagOf(IMPORT_WORDS, row.status).word}</Tag>
    ),
  },
  {
    id: 'progress',
    header: 'Lines',
    width: '45%',
    render: (row) => (
      <Box miw={160}>
        <ImportBar bulk={row} />
      </Box>
    ),
  },
  { id: 'size', header: 'Size', align: 'right', render: (row) => bytes(row.size) },
  { id: 'came', header: 'Came in', render: (row) => <When at={row.received_at} /> },
];
