import { Alert, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { PracticeReport, PractisingAgent } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Facts } from '@/parts/Facts';
import { Lines, Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { average, counted } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { Rate } from '@/parts/Rate';
import { practiceQuery, type Span, type Whom } from './improvementQueries';
import { sayPractised, sayTogether } from './improvementWords';

/** How much practice is done, and whether those who do more of it improve more. */
export function Practice({ whom, span }: { whom: Whom; span: Span }) {
  const query = useQuery(practiceQuery(whom, span));
  return (
    <Sheet title="Practice">
      <Loaded query={query} skeleton={<Lines count={6} />}>
        {(report) =>
          report.scenarios === 0 && report.completion.sample === 0 ? (
            <Empty title="No practice in this period">
              Once practice scenarios are approved for agents, it is told here how many were passed.
            </Empty>
          ) : (
            <Told report={report} alone={whom.agent !== undefined} />
          )
        }
      </Loaded>
    </Sheet>
  );
}

function Told({ report, alone }: { report: PracticeReport; alone: boolean }) {
  const { completion, correlation, frame } = report;
  return (
    <Stack gap="md">
      <Facts
        facts={[
          ['Scenarios given', report.scenarios],
          ['Tried', report.tried],
          ['Passed so far', report.passed],
          ['Attempts', report.attempts],
          [
            'Passed in time',
            <Rate
              key="completion"
              percent={completion.value === null ? null : average(completion.value)}
              sample={completion.sample}
              minimum={frame.minimum}
              low={completion.low}
              high={completion.high}
            />,
          ],
        ]}
      />
      {!alone && (
        <>
          <Text size="sm">
            {sayTogether(correlation)}
            {correlation.left_out > 0 &&
              ` ${counted(correlation.left_out, 'agent')} left out, with too little data before or since, or practice that isn’t due yet.`}
          </Text>
          <Alert variant="default" title="This is no proof of a cause">
            Whoever practises more may be keener, have more time, or have been picked after a worse spell.
            That two things go together doesn’t say that one makes the other.
          </Alert>
          <DataTable
            name="Practice by agent"
            id="practice-by-agent"
            columns={COLUMNS}
            rows={report.agents}
            rowKey={({ agent_id }) => agent_id}
            empty={<Empty title="Nobody was given practice" />}
          />
          {report.more && (
            <Text size="sm" c="dimmed">
              There are more; those with the newest practice are shown, and reckoned with.
            </Text>
          )}
        </>
      )}
    </Stack>
  );
}

const COLUMNS: Column<PractisingAgent>[] = [
  {
    id: 'agent',
    header: 'Agent',
    render: ({ agent_id, agent_name }) => (
      <Anchor to="/performance/improvement" search={{ agent: agent_id }}>
        <Name of={agent_name || agent_id} />
      </Anchor>
    ),
  },
  {
    id: 'passed',
    header: 'Passed',
    align: 'right',
    render: ({ passed, scenarios }) => `${passed} of ${scenarios}`,
  },
  { id: 'attempts', header: 'Attempts', align: 'right', render: ({ attempts }) => attempts },
  {
    id: 'points',
    header: 'Practised criteria, points',
    align: 'right',
    render: sayPractised,
  },
];
