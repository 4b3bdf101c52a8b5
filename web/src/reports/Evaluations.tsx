import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { EvaluationReport, ScoreLine } from '@/api/schema';
import { Behind } from '@/parts/Behind';
import { DataTable, type Column, type Order } from '@/parts/DataTable';
import { Disclosure } from '@/parts/Disclosure';
import { Empty } from '@/parts/Empty';
import { late } from '@/parts/late';
import { Lines, Loaded } from '@/parts/Loaded';
import { average, fixed, percent } from '@/parts/numbers';
import { ordered } from '@/parts/order';
import { SCORED } from '@/parts/proof';
import { Sheet } from '@/parts/Page';
import { Rate } from '@/parts/Rate';
import { sayDay } from '@/parts/times';
import { useToday } from '@/parts/When';
import { wordOf } from '@/parts/words';
import { Figures } from './Figures';
import { Framed } from './Framed';
import { evaluationReportQuery, type Asked } from './queries';
import { sayTypes } from './types';

const CourseChart = late(() => import('./CourseChart').then((m) => m.CourseChart), <Lines count={6} />);

const TYPE_WORDS = { manual: 'Manual', blended: 'Blended', automatic: 'Automatic' };

/** What evaluations came to, by scorecard and type, and over time. Scorecards are never averaged together. */
export function Evaluations({ asked, order }: { asked: Asked; order: Order }) {
  const query = useQuery(evaluationReportQuery(asked));
  const today = useToday();
  return (
    <Loaded query={query}>
      {(report) => (
        <Framed frame={report.frame}>
          <Sheet pad={false} title="By scorecard and type" actions={<ByType report={report} />}>
            <Lined
              rows={report.items}
              columns={columnsOf(report.frame.minimum, report.frame.anonymous ? null : asked)}
              order={order}
            />
          </Sheet>
          {report.series.length > 0 && (
            <Sheet title={`Average score by ${report.every}`}>
              <CourseChart {...courseOf(report, today)} unit="%" domain={[0, 100]} />
              <Text size="xs" c="dimmed" my="xs">
                A {report.every} with fewer than {report.frame.minimum} scored evaluations has no point.
              </Text>
              <Disclosure label="The figures as a table">
                <Figures
                  name={`Average score by ${report.every}`}
                  heads={[
                    report.every === 'week' ? 'Week from' : 'Day',
                    'Scorecard',
                    'Evaluations',
                    'Average',
                  ]}
                  rows={report.series.map((point) => [
                    sayDay(point.first_day, today),
                    nameOf(report, point.scorecard_id),
                    String(point.evaluations),
                    point.enough_data
                      ? `${average(point.average)} of ${point.scored}`
                      : `Not enough data (${point.scored} of ${report.frame.minimum})`,
                  ])}
                />
              </Disclosure>
            </Sheet>
          )}
        </Framed>
      )}
    </Loaded>
  );
}

function Lined({ rows, columns, order }: { rows: ScoreLine[]; columns: Column<ScoreLine>[]; order: Order }) {
  return (
    <DataTable
      name="Evaluations by scorecard and type"
      id="report-evaluations"
      columns={columns}
      rows={ordered(rows, columns, order)}
      rowKey={(line) => `${line.scorecard_id} ${line.type}`}
      order={order}
      empty={<Empty title="No evaluations in this period">Choose a longer period.</Empty>}
    />
  );
}

function ByType({ report }: { report: EvaluationReport }) {
  return (
    <Text size="sm" c="dimmed">
      {sayTypes(report)}
    </Text>
  );
}

function nameOf(report: EvaluationReport, scorecardId: string): string {
  return report.items.find((each) => each.scorecard_id === scorecardId)?.scorecard_name ?? '';
}

/** One line for each scorecard; a day or week without enough data has no point. */
function courseOf(report: EvaluationReport, today: string) {
  const ids = [...new Set(report.series.map((point) => point.scorecard_id))];
  const days = [...new Set(report.series.map((point) => point.first_day))];
  return {
    series: ids.map((id) => ({ name: id, label: nameOf(report, id) })),
    data: days.map((day) => ({
      day: sayDay(day, today),
      ...Object.fromEntries(
        report.series
          .filter((point) => point.first_day === day && point.enough_data && point.average !== null)
          .map((point) => [point.scorecard_id, Number(fixed(point.average ?? 0, 1))]),
      ),
    })),
  };
}

const nameOfLine = (line: ScoreLine) => `${line.scorecard_name}, ${wordOf(TYPE_WORDS, line.type)}`;

function columnsOf(minimum: number, of: Asked | null): Column<ScoreLine>[] {
  const which = (line: ScoreLine) => ({ scorecard: line.scorecard_id, type: [line.type] });
  return [
    {
      id: 'scorecard',
      header: 'Scorecard',
      value: (line) => line.scorecard_name,
      render: (line) => line.scorecard_name,
    },
    {
      id: 'type',
      header: 'Type',
      value: (line) => wordOf(TYPE_WORDS, line.type),
      render: (line) => wordOf(TYPE_WORDS, line.type),
    },
    {
      id: 'evaluations',
      header: 'Evaluations',
      align: 'right',
      value: (line) => line.evaluations,
      render: (line) => (
        <Behind
          of={of}
          which={which(line)}
          count={line.evaluations}
          says={`${line.evaluations} evaluations, ${line.scorecard_name}, ${wordOf(TYPE_WORDS, line.type)}`}
        >
          {line.evaluations}
        </Behind>
      ),
    },
    {
      id: 'average',
      header: 'Average score',
      align: 'right',
      value: (line) => line.average,
      render: (line) => (
        <Rate
          percent={line.average === null ? null : average(line.average)}
          sample={line.scored}
          minimum={minimum}
          lead={
            of &&
            ((figure) => (
              <Behind
                of={of}
                which={{ ...which(line), outcome: SCORED }}
                says={`${average(line.average)} of ${line.scored}, the average of ${nameOfLine(line)}`}
              >
                {figure}
              </Behind>
            ))
          }
        />
      ),
    },
    {
      id: 'passed',
      header: 'Passed',
      align: 'right',
      value: (line) => line.pass_percent,
      render: (line) => (
        <Rate
          percent={line.pass_percent === null ? null : percent(line.pass_percent)}
          sample={line.scored}
          minimum={minimum}
          low={line.pass_low}
          high={line.pass_high}
          lead={
            line.passed === 0 || of === null
              ? null
              : (figure) => (
                  <Behind
                    of={of}
                    which={{ ...which(line), outcome: ['passed'] }}
                    says={`${percent(line.pass_percent)} of ${line.scored} passed, ${nameOfLine(line)}`}
                  >
                    {figure}
                  </Behind>
                )
          }
        />
      ),
    },
    {
      id: 'missed',
      header: 'Missed the pass mark',
      align: 'right',
      value: (line) => line.scored - line.passed,
      render: (line) => (
        <Behind
          of={of}
          which={{ ...which(line), outcome: ['missed'] }}
          count={line.scored - line.passed}
          says={`${line.scored - line.passed} missed the pass mark, ${line.scorecard_name}, ${wordOf(TYPE_WORDS, line.type)}`}
        >
          {line.scored - line.passed}
        </Behind>
      ),
    },
    {
      id: 'failed',
      header: 'Auto-failed',
      align: 'right',
      value: (line) => line.auto_failed,
      render: (line) => (
        <Behind
          of={of}
          which={{ ...which(line), outcome: ['auto_failed'] }}
          count={line.auto_failed}
          says={`${line.auto_failed} auto-failed, ${nameOfLine(line)}`}
        >
          {line.auto_failed}
        </Behind>
      ),
    },
  ];
}
