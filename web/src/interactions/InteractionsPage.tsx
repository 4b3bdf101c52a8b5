import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { itemsOf } from '@/api/queries';
import type { InteractionView } from '@/api/schema';
import { DataTable } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { inForce } from '@/parts/Filters';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useMay, useMe, useTimeZone } from '@/session/me';
import type { ListSearch } from './addresses';
import { COLUMNS } from './columns';
import { InteractionDrawer } from './InteractionDrawer';
import { InteractionFilters } from './InteractionFilters';
import { OfflineDialog } from './OfflineDialog';
import { interactionsQuery, MOST_ALIKE } from './queries';

const route = getRouteApi('/signed-in/conversations');

/** Every interaction that the signed-in person may see, newest first. */
export function InteractionsPage() {
  const { open, ...filters } = route.useSearch();
  const navigate = route.useNavigate();
  const { reach } = useMe();
  const may = useMay();
  const query = useInfiniteQuery(interactionsQuery(filters, useTimeZone()));
  const { data } = query;
  const rows = useMemo(() => itemsOf({ data }), [data]);
  const seen = useMemo(() => valuesIn(rows), [rows]);
  const change = (by: Partial<ListSearch>) => void navigate({ search: (before) => ({ ...before, ...by }) });
  const filtered = inForce(...Object.values(filters)) > 0;
  return (
    <Page
      title="Conversations"
      subtitle={
        reach === 'own'
          ? 'Your conversations'
          : reach === 'line'
            ? 'Conversations of your reporting line'
            : undefined
      }
      actions={may('evaluations.perform') && <AddOffline />}
    >
      <InteractionFilters search={filters} seen={seen} onChange={change} />
      {filters.reference && (
        <Text size="sm" c="dimmed">
          Found by a part of the reference: three letters or digits at least, from where one of its pieces
          begins. Of a part that many have, {MOST_ALIKE} conversations are looked at; typing more of it finds
          the others.
        </Text>
      )}
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Interactions"
            id="interactions"
            columns={reach === 'own' ? COLUMNS.filter(({ id }) => id !== 'agent') : COLUMNS}
            rows={rows}
            rowKey={({ id }) => id}
            openKey={open}
            onOpen={({ id }) => change({ open: id })}
            more={query}
            loading={query.isPending}
            empty={
              <Empty title="No interactions">
                {filtered
                  ? 'Nothing fits these filters. Take one away to see more.'
                  : 'Conversations appear here once they have come in through the intake.'}
              </Empty>
            }
          />
        </Sheet>
      )}
      <InteractionDrawer
        id={open}
        known={rows.find(({ id }) => id === open)}
        onClose={() => change({ open: undefined })}
      />
    </Page>
  );
}

/** The way to enter a conversation that no system recorded. */
function AddOffline() {
  const navigate = route.useNavigate();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        Add offline conversation
      </Button>
      {opened && (
        <OfflineDialog
          onClose={() => setOpened(false)}
          onDone={({ id }) =>
            void navigate({ to: '/conversations/$interactionId', params: { interactionId: id } })
          }
        />
      )}
    </>
  );
}

/** What the list shows, as choices for its filters. */
function valuesIn(rows: InteractionView[]) {
  const distinct = (values: (string | null | undefined)[]) =>
    [...new Set(values)].filter((each): each is string => Boolean(each)).sort();
  return {
    queue: distinct(rows.map(({ queue }) => queue)),
    disposition: distinct(rows.map(({ disposition }) => disposition)),
    language: distinct(rows.map(({ language }) => language)),
    topic: distinct(rows.flatMap(({ topics }) => topics)),
    indicator: distinct(rows.flatMap(({ indicators }) => indicators)),
  };
}
