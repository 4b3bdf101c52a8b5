import { Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { KnownNameView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { AskedButton } from '@/parts/AskedButton';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { amid, useNames } from '@/parts/names';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { When } from '@/parts/When';
import { namesQuery, useForgetting } from './queries';
import { once } from './words';

const route = getRouteApi('/signed-in/conversations/intake/names');

const FIELDS: { value: KnownNameView['field']; label: string }[] = [
  { value: 'queue', label: 'Queues' },
  { value: 'channel', label: 'Channels' },
];

/** What names of queues and channels are taken for: known ones, and what was answered about others. */
export function NamesPage() {
  const { field = 'queue' } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useInfiniteQuery(namesQuery(field));
  const rows = once(itemsOf(query));
  const nameOf = useNames(rows.map(({ by }) => by));
  const columns: Column<KnownNameView>[] = [
    { id: 'written', header: 'As it comes in', render: ({ written }) => written },
    { id: 'means', header: 'Taken for', render: ({ means }) => means },
    {
      id: 'by',
      header: 'Since',
      render: ({ by, at }) => (
        <>
          <When at={at} />
          {by ? `, answered by ${amid(nameOf(by)) ?? 'somebody'}` : ', from a conversation'}
        </>
      ),
    },
    { id: 'forget', header: 'Take back', render: (known) => <Forget known={known} /> },
  ];
  return (
    <Page
      title="Known names"
      above={[
        <Anchor key="intake" to="/conversations/intake">
          Intake
        </Anchor>,
      ]}
      subtitle="Queues are known from their first conversation on; what was answered about other words holds until it is taken back."
    >
      <Select
        label="Of"
        data={FIELDS}
        value={field}
        allowDeselect={false}
        maw={240}
        onChange={(chosen) =>
          void navigate({ search: { field: chosen === 'channel' ? 'channel' : undefined }, replace: true })
        }
      />
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Known names"
            id="intake-names"
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
            more={query}
            loading={query.isPending}
            empty={<Empty title="Nothing is known yet" />}
          />
        </Sheet>
      )}
    </Page>
  );
}

function Forget({ known }: { known: KnownNameView }) {
  const forgetting = useForgetting();
  return (
    <>
      <AskedButton
        label={`Forget ${known.written}`}
        question={`Ask about “${known.written}” again when it comes in?`}
        yes="Forget it"
        no="Keep it"
        pending={forgetting.isPending}
        onYes={() => forgetting.mutate(known, { onSuccess: () => said('It is forgotten.') })}
      />
      {forgetting.error && <ProblemNotice error={forgetting.error} changing />}
    </>
  );
}
