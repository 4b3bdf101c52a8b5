import { Group, Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import type { AgentRow, NextMeeting, TeamRow } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Name } from '@/parts/Name';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { When } from '@/parts/When';
import { useTimeZone } from '@/session/me';
import { ReportAct } from './ReportAct';
import { standingsQuery } from './queries';
import { MissesCell, MovedCell, OverdueCell, WeakestCell, type Known } from './StandingCells';
import { askedInTens, inOrder, sayJudged, sayNone, type Asked } from './words';

interface Row<T> {
  of: T;
  standing: Known;
}

interface Table<T> {
  rows: T[];
  /** Whether more lead, or are led, than stand there. */
  more: boolean;
  /** Until when those without a 1-to-1 have none; what is later wasn't read. */
  until: string | null | undefined;
  /** Whether one may read how they stand; without it those columns aren't there. */
  figures: boolean;
}

/**
 * The columns of how each stands.
 *
 * @param moved what the score's column is called.
 * @param personOf whose actions are overdue, where it is one person's.
 */
function figuresOf<T>(moved: string, personOf?: (of: T) => string): Column<Row<T>>[] {
  return [
    { id: 'moved', header: moved, render: ({ standing }) => <MovedCell standing={standing} /> },
    {
      id: 'weakest',
      header: 'Weakest line item',
      render: ({ standing }) => <WeakestCell standing={standing} />,
    },
    {
      id: 'misses',
      header: 'Compliance misses',
      render: ({ standing }) => <MissesCell standing={standing} />,
    },
    {
      id: 'overdue',
      header: 'Overdue actions',
      render: ({ of, standing }) => (
        <OverdueCell standing={standing} {...(personOf && { personId: personOf(of) })} />
      ),
    },
  ];
}

/** How many stand, ten asked about at a time; those that couldn't be read are said to be. */
function useStandings(chunks: Asked[]) {
  const queries = useQueries({ queries: chunks.map(standingsQuery) });
  const broken = queries.find((each) => each.error);
  const reading = queries.filter((each) => each.isLoading).length;
  const find = (id: string): Known => {
    const place = chunks.findIndex(
      ({ agents = [], teams = [] }) => agents.includes(id) || teams.includes(id),
    );
    const query = queries[place];
    return query?.data?.get(id) ?? (query?.isLoading ? undefined : 'failed');
  };
  const retry = () => queries.filter((each) => each.error).forEach((each) => void each.refetch());
  return { find, reading, problem: broken?.error ?? null, retry };
}

/** The people whom one leads: the next 1-to-1 with its report, and how each stands since the last one. */
export function Agents({ rows, more, until, figures }: Table<AgentRow>) {
  const sorted = inOrder(rows, (row) => row.agent.name);
  const asked = askedInTens(
    'agents',
    sorted.map((row) => row.agent.id),
  );
  const standings = useStandings(figures ? asked : []);
  const columns: Column<Row<AgentRow>>[] = [
    {
      id: 'name',
      header: 'Name',
      render: ({ of }) => (
        <Anchor to="/people/$personId" params={{ personId: of.agent.id }} inherit fw={550}>
          <Name of={of.agent.name} />
        </Anchor>
      ),
    },
    {
      id: 'next',
      header: 'Next 1-to-1, its report',
      render: ({ of }) => <Next meeting={of.next_meeting} person={of.agent} until={until} />,
    },
    ...(figures ? figuresOf<AgentRow>('Score since the last 1-to-1', ({ agent }) => agent.id) : []),
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
      {figures && <Basis of={rows.length} />}
      <Reading chunks={standings.reading} />
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
export function Teams({ rows, more, until, figures }: Table<TeamRow>) {
  const sorted = inOrder(rows, (row) => row.team?.name ?? row.supervisor.name);
  const ids = sorted.flatMap((row) => (row.team ? [row.team.id] : []));
  const asked = askedInTens('teams', ids);
  const standings = useStandings(figures ? asked : []);
  const known = ({ team }: TeamRow): Known => (team ? standings.find(team.id) : 'failed');
  const columns: Column<Row<TeamRow>>[] = [
    {
      id: 'name',
      header: 'Team',
      render: ({ of }) => (
        <>
          {of.team ? (
            <Anchor
              to="/performance"
              search={{ team: of.team.id }}
              inherit
              fw={550}
              display="inline-block"
              py={2}
              miw={24}
            >
              {of.team.name}
            </Anchor>
          ) : (
            <Text span inherit c="dimmed">
              No team
            </Text>
          )}
          <Text size="xs" c="dimmed">
            {/* As tall as a finger needs, right below the other. */}
            <Anchor
              to="/people/$personId"
              params={{ personId: of.supervisor.id }}
              inherit
              display="inline-block"
              py={4}
              miw={24}
            >
              <Name of={of.supervisor.name} />
            </Anchor>
          </Text>
        </>
      ),
    },
    {
      id: 'next',
      header: 'Next 1-to-1, its report',
      render: ({ of }) => <Next meeting={of.next_meeting} person={of.supervisor} until={until} />,
    },
    ...(figures ? figuresOf<TeamRow>('Evaluations passed, four weeks') : []),
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
      {figures && ids.length > 1 && (
        <Text size="xs" c="dimmed" px="md" pb={4}>
          {sayJudged(ids.length)}
        </Text>
      )}
      <Reading chunks={standings.reading} />
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

/** That figures are still to come: skeletons in cells say so to the eye alone, and quietly. */
function Reading({ chunks }: { chunks: number }) {
  return (
    <Text size="xs" px="md" pb={chunks ? 4 : 0} role="status">
      {chunks > 0 && 'Reading how they stand …'}
    </Text>
  );
}

function Basis({ of }: { of: number }) {
  return (
    <Text size="xs" c="dimmed" px="md" pb={4}>
      The last 13 weeks where the last 1-to-1 was longer ago, the last four where there was none; each against
      as many days before. {sayJudged(of)}
    </Text>
  );
}

function Next({
  meeting,
  person,
  until,
}: {
  meeting: NextMeeting | null;
  person: { id: string; name: string };
  until: string | null | undefined;
}) {
  const none = sayNone(until, useTimeZone(), new Date());
  if (!meeting) {
    return (
      <>
        {none && (
          <Text size="xs" c="dimmed">
            {none}
          </Text>
        )}
        <Anchor to="/coaching/meetings" search={{ schedule: person.id }} inherit c="dimmed">
          Schedule
        </Anchor>
      </>
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
