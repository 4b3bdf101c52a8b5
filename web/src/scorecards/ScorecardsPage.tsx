import { Button, Chip, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import type { ScorecardItem } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { scorecardsQuery } from '@/parts/names';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { toneOf, wordOf } from '@/parts/words';
import { useMay } from '@/session/me';
import { STATUSES } from './addresses';
import { STATUS_TONES, STATUS_WORDS } from './words';

const route = getRouteApi('/signed-in/setup/scorecards');

/** All scorecards, by name. */
export function ScorecardsPage() {
  const { status } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const query = useQuery(scorecardsQuery);
  const rows = (query.data ?? []).filter((each) => !status || status.includes(each.status));
  const offered = STATUSES.filter((each) => each !== 'draft' || may('scorecards.manage'));
  return (
    <Page
      title="Scorecards"
      subtitle="What conversations are evaluated by"
      actions={
        may('scorecards.manage') && (
          <>
            <Button
              variant="default"
              renderRoot={(props) => <Link to="/setup/scorecards/import" {...props} />}
            >
              Import
            </Button>
            <Button renderRoot={(props) => <Link to="/setup/scorecards/new" {...props} />}>
              New scorecard
            </Button>
          </>
        )
      }
    >
      <Chip.Group
        multiple
        value={status ?? []}
        onChange={(chosen) => {
          const known = STATUSES.filter((each) => chosen.includes(each));
          void navigate({ search: { status: known.length ? known : undefined }, replace: true });
        }}
      >
        <Group gap="xs" role="group" aria-label="Status">
          {offered.map((each) => (
            <Chip key={each} value={each} size="sm">
              {wordOf(STATUS_WORDS, each)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {query.error && !query.data ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Scorecards"
            id="scorecards"
            columns={COLUMNS}
            rows={rows}
            rowKey={({ id }) => id}
            loading={query.isPending}
            empty={
              <Empty title="No scorecards">
                {status
                  ? 'None has this status.'
                  : may('scorecards.manage')
                    ? 'Make one, or import one from a file.'
                    : 'None has been made yet. An administrator makes them.'}
              </Empty>
            }
          />
        </Sheet>
      )}
    </Page>
  );
}

const COLUMNS: Column<ScorecardItem>[] = [
  {
    id: 'name',
    header: 'Scorecard',
    render: (row) => (
      <Anchor to="/setup/scorecards/$scorecardId" params={{ scorecardId: row.id }} inherit fw={550}>
        {row.name}
      </Anchor>
    ),
  },
  {
    id: 'description',
    header: 'Description',
    render: (row) => (
      <Text span inherit maw={520} style={{ display: 'block' }}>
        {row.description || '–'}
      </Text>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    render: (row) => <Tag tone={toneOf(STATUS_TONES, row.status)}>{wordOf(STATUS_WORDS, row.status)}</Tag>,
  },
  { id: 'version', header: 'Version', align: 'right', render: (row) => row.current_version },
  { id: 'changed', header: 'Changed', render: (row) => <When at={row.updated_at} /> },
];
