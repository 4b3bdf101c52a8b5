import { Button, Stack, Tabs, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { intention } from '@/api/client';
import { itemsOf } from '@/api/queries';
import type { ImportView, IntakeStatus } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Loaded } from '@/parts/Loaded';
import { count } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { tagOf } from '@/parts/words';
import { STATUSES } from './addresses';
import { ImportBar } from './ImportBar';
import { ImportSpeakers } from './ImportSpeakers';
import { ItemDrawer } from './ItemDrawer';
import { lineColumns } from './itemColumns';
import { importQuery, linesQuery, useRetry } from './queries';
import { IMPORT_WORDS, STATUS_WORDS, fileName, once } from './words';

const route = getRouteApi('/signed-in/conversations/intake/imports/$importId');

/** One bulk import: how far it is, and its lines by what became of them. */
export function ImportPage() {
  const { importId } = route.useParams();
  const { status = 'held', open } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(importQuery(importId));
  const { data } = query;
  return (
    <Page
      title={data ? fileName(data.key) : 'Bulk import'}
      above={[
        <Anchor key="intake" to="/conversations/intake">
          Intake
        </Anchor>,
        <Anchor key="imports" to="/conversations/intake/imports">
          Bulk imports
        </Anchor>,
      ]}
      subtitle={
        data && (
          <>
            came in <When at={data.received_at} />
          </>
        )
      }
      actions={data?.actions.includes('retry') && <Retry bulk={data} />}
    >
      <Loaded query={query}>
        {(bulk) => (
          <Stack gap="lg">
            <Sheet>
              <Stack gap="sm" align="stretch">
                <div>
                  <Tag tone={tagOf(IMPORT_WORDS, bulk.status).tone}>
                    {tagOf(IMPORT_WORDS, bulk.status).word}
                  </Tag>
                </div>
                <ImportBar bulk={bulk} />
                {bulk.failure && <Text size="sm">{bulk.failure.sentence}</Text>}
              </Stack>
            </Sheet>
            <ImportSpeakers bulk={bulk} />
            <Tabs
              value={status}
              keepMounted={false}
              onChange={(value) =>
                void navigate({ search: { status: STATUSES.find((each) => each === value) } })
              }
            >
              <Tabs.List>
                {STATUSES.map((each) => (
                  <Tabs.Tab key={each} value={each}>
                    {tagOf(STATUS_WORDS, each).word} ({count(bulk.counts[each])})
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              <Tabs.Panel value={status} pt="md">
                <Lines
                  key={status}
                  bulk={bulk}
                  status={status}
                  open={open}
                  onOpen={(id) => void navigate({ search: (before) => ({ ...before, open: id }) })}
                />
              </Tabs.Panel>
            </Tabs>
            <ItemDrawer
              id={open}
              onClose={() => void navigate({ search: (before) => ({ ...before, open: undefined }) })}
            />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Lines({
  bulk,
  status,
  open,
  onOpen,
}: {
  bulk: ImportView;
  status: IntakeStatus;
  open: string | undefined;
  onOpen: (id: string) => void;
}) {
  const query = useInfiniteQuery(linesQuery(bulk.id, status, bulk.counts[status]));
  const rows = once(itemsOf(query));
  if (query.error && rows.length === 0)
    return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Sheet pad={false}>
      <DataTable
        name={`${tagOf(STATUS_WORDS, status).word} lines`}
        id={`import-${status}`}
        columns={lineColumns(status, rows)}
        rows={rows}
        rowKey={({ id }) => id}
        openKey={open}
        onOpen={({ id }) => onOpen(id)}
        more={query}
        loading={query.isPending}
        empty={<Empty title={`No line is ${tagOf(STATUS_WORDS, status).word.toLowerCase()}`} />}
      />
    </Sheet>
  );
}

function Retry({ bulk }: { bulk: ImportView }) {
  const [key, setKey] = useState(intention);
  const retry = useRetry(bulk);
  return (
    <>
      <Button
        variant="default"
        loading={retry.isPending}
        onClick={() =>
          retry.mutate(key, {
            onSuccess: () => {
              setKey(intention());
              said('It is gone through again. What was loaded stays.');
            },
          })
        }
      >
        Go through it again
      </Button>
      {retry.error && <ProblemNotice error={retry.error} />}
    </>
  );
}
