import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { KeyFigure, KeyMetricLine, KeyMetricsReport, ReportDays } from '@/api/schema';
import { DataTable, type Column } from '@/parts/DataTable';
import { Lines, Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';
import { Tag } from '@/parts/Tag';
import { tagOf } from '@/parts/words';
import { Beside, Change } from '@/reports/before';
import { Framed } from '@/reports/Framed';
import { useMe } from '@/session/me';
import { keyMetricsQuery, type Span, type Whom } from './improvementQueries';
import {
  VERDICT_WORDS,
  isRate,
  sayBetween,
  sayIn,
  sayMatched,
  sayMeaning,
  sayMetric,
  saySample,
} from './improvementWords';
import { KeyLead, ResolutionMisses, type Led } from './Leads';

/** The five key metrics beside the period before, and beside colleagues who weren't coached. */
export function KeyMetrics({ whom, span }: { whom: Whom; span: Span }) {
  const { reach } = useMe();
  const query = useQuery(keyMetricsQuery(whom, span, false));
  // Colleagues take longer to read: the figures don't wait for them.
  const beside = useQuery({ ...keyMetricsQuery(whom, span, true), enabled: reach !== 'own' });
  return (
    <Sheet title="Key metrics" pad={false}>
      <Stack gap="sm" px="md" pb="md">
        <Loaded query={query} skeleton={<Lines count={7} />}>
          {(report) => (
            <Framed frame={report.frame}>
              <Beside days={report.before} />
              <Metrics whom={whom} report={beside.data ?? report} compares={reach !== 'own'} />
              {reach !== 'own' && (
                <Compared
                  coached={beside.data?.coached}
                  reading={beside.isPending}
                  onRetry={beside.isError ? () => void beside.refetch() : undefined}
                />
              )}
            </Framed>
          )}
        </Loaded>
      </Stack>
    </Sheet>
  );
}

function Metrics({ whom, report, compares }: { whom: Whom; report: KeyMetricsReport; compares: boolean }) {
  const { minimum, anonymous } = report.frame;
  const led = (days: ReportDays | null): Led =>
    anonymous || !days ? null : { ...whom, from: days.first_day, to: days.last_day };
  const columns: Column<KeyMetricLine>[] = [
    {
      id: 'metric',
      header: 'Metric',
      render: ({ name }) => (
        <Stack gap={0}>
          <Text span inherit fw={550}>
            {sayMetric(name)}
          </Text>
          <Text span size="xs" c="dimmed">
            {sayMeaning(name)}
          </Text>
          {name === 'first_call_resolution' && (
            <div>
              <ResolutionMisses of={led(report.frame)} />
            </div>
          )}
        </Stack>
      ),
    },
    {
      id: 'now',
      header: 'Now',
      align: 'right',
      render: (line) => <Figure line={line} of={line.now} minimum={minimum} led={led(report.frame)} />,
    },
    {
      id: 'interval',
      header: '95% interval',
      align: 'right',
      render: ({ unit, now }) => sayBetween(unit, now) ?? '–',
    },
    {
      id: 'before',
      header: 'Before',
      align: 'right',
      render: (line) =>
        line.before ? (
          <Figure line={line} of={line.before} minimum={minimum} led={led(report.before)} />
        ) : (
          '–'
        ),
    },
    {
      id: 'change',
      header: 'Change',
      align: 'right',
      render: ({ name, change }) => <Change of={change} judged={isRate(name) ? 'together' : 'mean'} />,
    },
  ];
  if (compares) {
    columns.push({
      id: 'matched',
      header: 'Coached, beside colleagues',
      align: 'right',
      render: ({ matched }) => {
        if (!matched) return '–';
        const { word, tone } = tagOf(VERDICT_WORDS, matched.verdict);
        const said = sayMatched(matched);
        return (
          <Stack gap={2} align="flex-end">
            <Tag tone={tone}>{word}</Tag>
            {said && (
              <Text span size="xs" c="dimmed">
                {said}
              </Text>
            )}
          </Stack>
        );
      },
    });
  }
  return (
    <DataTable
      name="Key metrics"
      id="key-metrics"
      columns={columns}
      rows={report.metrics}
      rowKey={({ name }) => name}
      empty={null}
    />
  );
}

/** A figure with its sample, which leads to what it counts. */
function Figure({
  line,
  of,
  minimum,
  led,
}: {
  line: KeyMetricLine;
  of: KeyFigure;
  minimum: number;
  led: Led;
}) {
  if (of.value === null) {
    return (
      <Text span inherit c="dimmed">
        Not enough data ({of.sample} of {minimum})
      </Text>
    );
  }
  const value = sayIn(line.unit, of.value);
  const sample = saySample(line.name, of.sample);
  return (
    <KeyLead name={line.name} of={led} says={`${value} of ${sample}: ${sayMetric(line.name)}`}>
      <Text span inherit fw={600}>
        {value}
      </Text>{' '}
      <Text span inherit c={led ? undefined : 'dimmed'}>
        of {sample}
      </Text>
    </KeyLead>
  );
}

/** What the last column holds against whom. */
function Compared({
  coached,
  reading,
  onRetry,
}: {
  coached: number | null | undefined;
  reading: boolean;
  /** Given where colleagues couldn't be read. */
  onRetry: (() => void) | undefined;
}) {
  if (onRetry) {
    return (
      <Group gap="sm" role="alert">
        <Text size="sm">Colleagues couldn’t be read. The figures above are right without them.</Text>
        <Button size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      </Group>
    );
  }
  if (reading) {
    return (
      <Text size="sm" c="dimmed" role="status">
        Colleagues are being read; the last column follows.
      </Text>
    );
  }
  if (coached === undefined || coached === null) return null;
  return (
    <Text size="sm" c="dimmed">
      {coached === 0
        ? 'Nobody of them was coached in the period before, so nothing stands beside colleagues.'
        : 'Whoever is coached was mostly picked after a bad period, and a bad period is followed by a better one whatever is done. So those who were coached in that period are held against colleagues who weren’t, and who stood where they did in the period before. Only what goes beyond them counts as improved.'}
    </Text>
  );
}
