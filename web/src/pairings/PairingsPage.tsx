import { Group, SegmentedControl, Switch } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { PairingView } from '@/api/schema';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Page, Sheet } from '@/parts/Page';
import { PersonSelect } from '@/parts/PersonSelect';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { tagOf } from '@/parts/words';
import { useMay } from '@/session/me';
import { pairingsQuery, useWillingness, willingnessQuery } from './queries';
import { STATE_WORDS, sayPair } from './words';

const route = getRouteApi('/signed-in/coaching/pairings');

const COLUMNS: Column<PairingView>[] = [
  {
    id: 'who',
    header: 'Who',
    render: (each) => (
      <Anchor to="/coaching/pairings/$pairingId" params={{ pairingId: each.id }} inherit>
        {sayPair(each)}
      </Anchor>
    ),
  },
  { id: 'criterion', header: 'About', render: ({ criterion }) => criterion.name },
  {
    id: 'meeting',
    header: 'Meet',
    render: ({ meeting_at }) => (meeting_at ? <When at={meeting_at} /> : '–'),
  },
  { id: 'proposed', header: 'Proposed', render: ({ proposed_at }) => <When at={proposed_at} /> },
  {
    id: 'state',
    header: 'Status',
    render: ({ state }) => {
      const { word, tone } = tagOf(STATE_WORDS, state);
      return <Tag tone={tone}>{word}</Tag>;
    },
  },
];

/** Colleagues who are brought together: one's own parts, and for those who coach the pairings that they made. */
export function PairingsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const coaches = may('coaching.manage');
  const which = search.which ?? (coaches ? 'made' : 'own');
  const query = useInfiniteQuery(pairingsQuery(which, search.agent));
  const rows = itemsOf(query);
  const put = (part: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false });
  return (
    <Page
      title="Pairings"
      subtitle="Short meetings with a colleague who does something well"
      actions={
        coaches && (
          <LinkButton
            to="/coaching/pairings/new"
            search={search.agent ? { agent: search.agent } : {}}
            leftSection={<IconPlus size={16} aria-hidden />}
          >
            Pair colleagues
          </LinkButton>
        )
      }
    >
      <Group align="flex-end" gap="md">
        {coaches && (
          <SegmentedControl
            aria-label="Which pairings"
            data={[
              { value: 'made', label: 'Made by me' },
              { value: 'own', label: 'I take part' },
            ]}
            value={which}
            onChange={(to) => put({ which: to === 'own' ? 'own' : 'made', agent: undefined })}
          />
        )}
        {coaches && which === 'made' && (
          <PersonSelect
            label="Agent"
            w={240}
            value={search.agent ?? null}
            onChange={(id) => put({ agent: id ?? undefined })}
          />
        )}
        {may('coaching.view_own') && <MayBeAsked />}
      </Group>
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Pairings"
            id="pairings"
            columns={COLUMNS}
            rows={rows}
            rowKey={({ id }) => id}
            more={query}
            loading={query.isPending}
            empty={
              <Empty title="No pairings yet">
                {coaches && which === 'made'
                  ? 'Choose an agent and a question of a scorecard: colleagues who stand out on it are proposed.'
                  : 'When a colleague can show you something, or you are asked to, it stands here.'}
              </Empty>
            }
          />
        </Sheet>
      )}
    </Page>
  );
}

/** Whether one may be asked to help; what one has agreed to stays. */
function MayBeAsked() {
  const { data } = useQuery(willingnessQuery);
  const change = useWillingness();
  if (!data) return null;
  return (
    <Switch
      label="I may be asked to show colleagues something"
      checked={change.isPending ? change.variables : data.may_be_asked}
      onChange={(event) =>
        change.mutate(event.currentTarget.checked, {
          onError: () => said('This couldn’t be saved. It is as it was before.'),
        })
      }
    />
  );
}
