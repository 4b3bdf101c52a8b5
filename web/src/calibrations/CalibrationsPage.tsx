import { SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { CalibrationView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Heading } from '@/parts/Heading';
import { Name } from '@/parts/Name';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Until } from '@/parts/When';
import { useMay } from '@/session/me';
import { NewCalibration } from './NewCalibration';
import { Progress, Standing } from './Progress';
import { calibrationsQuery } from './queries';

const route = getRouteApi('/signed-in/evaluations/calibrations');

/** Calibrations that the signed-in person looks after or takes part in. */
export function CalibrationsPage() {
  const { status = 'active', conversation } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const query = useInfiniteQuery(calibrationsQuery(status));
  const rows = itemsOf(query);
  return (
    <Page
      title="Calibrations"
      subtitle="Several people assess one conversation with the same scorecard, each by themselves"
      actions={may('calibrations.manage') && <NewCalibration conversation={conversation} />}
    >
      <SegmentedControl
        aria-label="Which calibrations"
        w="fit-content"
        data={[
          { value: 'active', label: 'Active' },
          { value: 'closed', label: 'Closed' },
        ]}
        value={status}
        onChange={(value) =>
          void navigate({ search: { status: value === 'closed' ? 'closed' : undefined }, replace: true })
        }
      />
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="Calibrations"
            id="calibrations"
            columns={COLUMNS}
            rows={rows}
            rowKey={({ id }) => id}
            more={query}
            loading={query.isPending}
            empty={
              <Empty title={status === 'active' ? 'No active calibrations' : 'No closed calibrations'}>
                {may('calibrations.manage')
                  ? 'Begin one from a conversation or here: choose a scorecard and who is to assess.'
                  : 'When you are to assess in one, you are told, and it stands here.'}
              </Empty>
            }
          />
        </Sheet>
      )}
    </Page>
  );
}

const COLUMNS: Column<CalibrationView>[] = [
  {
    id: 'name',
    header: 'Calibration',
    render: (row) => (
      <Anchor to="/evaluations/calibrations/$calibrationId" params={{ calibrationId: row.id }} inherit>
        {row.name}
      </Anchor>
    ),
  },
  {
    id: 'conversation',
    header: 'Conversation',
    render: (row) => <Heading of={{ ...row, at: row.interaction_started_at }} />,
  },
  { id: 'agent', header: 'Agent', render: (row) => <Name of={row.agent_name} /> },
  { id: 'scorecard', header: 'Scorecard', render: (row) => row.scorecard_name },
  { id: 'progress', header: 'Handed in', render: (row) => <Progress of={row} /> },
  { id: 'due', header: 'Due', render: (row) => (row.due_at ? <Until at={row.due_at} due /> : '–') },
  { id: 'standing', header: 'Standing', render: (row) => <Standing of={row} /> },
  { id: 'by', header: 'Begun by', hidden: true, render: (row) => <Name of={row.created_by_name} /> },
];
