import { Group, Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import type { AgentRow, NextMeeting, Standing, TeamRow } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { When } from '@/parts/When';
import { ReportAct } from './ReportAct';
import { standingsQuery, type Asked } from './queries';
import { MissesCell, MovedCell, OverdueCell, WeakestCell } from './StandingCells';
import { inOrder, inTens } from './words';

type Known = Standing | undefined | 'failed';

interface Row<T> {
  of: T;
  standing: Known;
}

/** How many stand, ten asked about at a time; those that couldn't be read are said to be. */
function useStandings(chunks: Asked[], enabled: boolean) {
  const queries = useQueries({ queries: chunks.map((each) => ({ ...standingsQuery(each), enabled })) });
  const broken = queries.find((each) => each.error);
  const failed = new Set(
    queries.flatMap((each, place) => {
      const chunk = chunks[place];
      return each.error && !each.data ? [...(chunk?.agents ?? []), ...(chunk?.teams ?? [])] : [];
    }),
  );
  const find = (id: string): Known => {
    for (const each of queries) {
      const found = each.data?.get(id);
      if (found) return found;
    }
    return failed.has(id) ? 'failed' : undefined;
  };
  const retry = () => queries.filter((each) => each.error).forEach((each) => void each.refetch());
  return { find, problem: broken?.error ?? null, retry };
}

/** The people whom one leads: the next 1-to-1 with its report, and how each stands since the last one. */
export function Agents({ rows, more, figures }: { rows: AgentRow[]; more: boolean; figures: boolean }) {
  const sorted = inOrder(rows, (row) => row.agent.name);
  const asked = inTens(sorted.map((row) => row.agent.id)).map((agents) => ({ agents }));
  const standings = useStandings(asked, figures);
  const columns: Column<Row<AgentRow>>[] = [
    {
      id: 'name',
      header: 'Name',
      render: ({ of }) => (
        <Anchor to="/people/$personId" params={{ personId: of.agent.id }} inherit fw={550}>
          {of.agent.name}
        </Anchor>
      ),
    },
    {
      id: 'next',
      header: 'Next 1-to-1, its report',
      render: ({ of }) => <Next meeting={of.next_meeting} person={of.agent} />,
    },
    {
      id: 'moved',
      header: 'Score since the last 1-to-1',
      render: ({ standing }) => <MovedCell standing={standing} />,
    },
    {
      id: 'weakest',
      header: 'Weakest line item',
      render: ({ standing }) => <WeakestCell standing={standing} />,
    },
    {
      id: 'misses',
      header: 'Automatic failures',
      render: ({ standing }) => <MissesCell standing={standing} />,
    },
    {
      id: 'overdue',
      header: 'Overdue actions',
      render: ({ of, standing }) => <OverdueCell standing={standing} personId={of.agent.id} />,
    },
  ];
  return (
    <Sheet
      title="Your agents"
      pad={false}
      actions={
        <Anchor to="/people" size="sm">
          {more ? 'All of them' : 'Everyone in your line'}
        </Anchor>
      }
    >
      <Basis />
      {standings.problem && <ProblemNotice error={standings.problem} onRetry={standings.retry} />}
      <DataTable
        name="Your agents"
        id="home-agents"
        columns={columns}
        rows={sorted.map((of) => ({ of, standing: standings.find(of.agent.id) }))}
        rowKey={({ of }) => of.agent.id}
      />
    </Sheet>
  );
}

/** The teams in one's line, each with whoever supervises it. */
export function Teams({ rows, more, figures }: { rows: TeamRow[]; more: boolean; figures: boolean }) {
  const sorted = inOrder(rows, (row) => row.team?.name ?? row.supervisor.name);
  const ids = sorted.flatMap((row) => (row.team ? [row.team.id] : []));
  const standings = useStandings(
    inTens(ids).map((teams) => ({ teams })),
    figures,
  );
  const known = ({ team }: TeamRow): Known => (team ? standings.find(team.id) : 'failed');
  const columns: Column<Row<TeamRow>>[] = [
    {
      id: 'name',
      header: 'Team',
      render: ({ of }) => (
        <>
          {of.team ? (
            <Anchor to="/performance" search={{ team: of.team.id }} inherit fw={550}>
              {of.team.name}
            </Anchor>
          ) : (
            <Text span inherit c="dimmed">
              No team
            </Text>
          )}
          <Text size="xs" c="dimmed">
            <Anchor to="/people/$personId" params={{ personId: of.supervisor.id }} inherit>
              {of.supervisor.name}
            </Anchor>
          </Text>
        </>
      ),
    },
    {
      id: 'next',
      header: 'Next 1-to-1, its report',
      render: ({ of }) => <Next meeting={of.next_meeting} person={of.supervisor} />,
    },
    {
      id: 'moved',
      header: 'Evaluations passed, four weeks',
      render: ({ standing }) => <MovedCell standing={standing} />,
    },
    {
      id: 'weakest',
      header: 'Weakest line item',
      render: ({ standing }) => <WeakestCell standing={standing} />,
    },
    {
      id: 'misses',
      header: 'Automatic failures',
      render: ({ standing }) => <MissesCell standing={standing} />,
    },
    {
      id: 'overdue',
      header: 'Overdue actions',
      render: ({ standing }) => <OverdueCell standing={standing} />,
    },
  ];
  return (
    <Sheet
      title="Your teams"
      pad={false}
      actions={
        more && (
          <Anchor to="/people" size="sm">
            All of them
          </Anchor>
        )
      }
    >
      {standings.problem && <ProblemNotice error={standings.problem} onRetry={standings.retry} />}
      <DataTable
        name="Your teams"
        id="home-teams"
        columns={columns}
        rows={sorted.map((of) => ({ of, standing: known(of) }))}
        rowKey={({ of }) => of.team?.id ?? of.supervisor.id}
      />
    </Sheet>
  );
}

function Basis() {
  return (
    <Text size="xs" c="dimmed" px="md" pb={4}>
      Where there was no 1-to-1 yet, the last four weeks; each against as many days before
    </Text>
  );
}

function Next({ meeting, person }: { meeting: NextMeeting | null; person: { id: string; name: string } }) {
  if (!meeting) {
    return (
      <Anchor to="/coaching/meetings" search={{ schedule: person.id }} inherit c="dimmed">
        Schedule
      </Anchor>
    );
  }
  return (
    <Group gap="xs" wrap="nowrap" justify="space-between" maw={260}>
      <Anchor to="/coaching/meetings/$meetingId" params={{ meetingId: meeting.id }} inherit>
        <When at={meeting.scheduled_at} />
      </Anchor>
      {meeting.report && (
        <ReportAct
          meeting={{
            id: meeting.id,
            name: person.name,
            report: meeting.report,
            summaryId: meeting.summary_id ?? null,
            mayMake: meeting.may_make,
          }}
        />
      )}
    </Group>
  );
}
