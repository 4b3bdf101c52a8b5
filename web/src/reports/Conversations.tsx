import { Group, SimpleGrid, Space, Text, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ConversationReport, Metric } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Disclosure } from '@/parts/Disclosure';
import { Empty } from '@/parts/Empty';
import { late } from '@/parts/late';
import { Lines, Loaded } from '@/parts/Loaded';
import { counted, fixed, interval, percent, signed } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { sayDay, sayDuration } from '@/parts/times';
import { useToday } from '@/parts/When';
import { entryOf, wordOf } from '@/parts/words';
import { useMay } from '@/session/me';
import { Figures } from './Figures';
import { Framed } from './Framed';
import { leadsOf, type Lead } from './leads';
import { conversationsQuery, type Asked } from './queries';

const CourseChart = late(() => import('./CourseChart').then((m) => m.CourseChart), <Lines count={6} />);

const CHANNELS = ['voice', 'chat', 'email', 'offline'] as const;
const CHANNEL_WORDS = { voice: 'Voice', chat: 'Chat', email: 'E-mail', offline: 'Offline' };

/** What conversations were like, in sums and over time. */
export function Conversations({ asked }: { asked: Asked }) {
  const query = useQuery(conversationsQuery(asked));
  const may = useMay();
  return (
    <Loaded query={query}>
      {(report) => (
        <Framed frame={report.frame}>
          {report.totals.count === 0 ? (
            <Sheet>
              <Empty title="No conversations in this period">Choose a longer period, or somebody else.</Empty>
            </Sheet>
          ) : (
            <>
              <Sheet title={counted(report.totals.count, 'conversation')}>
                <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="lg">
                  {report.metrics.map((metric) => (
                    <Figure
                      key={metric.name}
                      metric={metric}
                      minimum={report.frame.minimum}
                      leads={
                        report.frame.anonymous || !may('interactions.view')
                          ? []
                          : leadsOf(metric.name, report.totals)
                      }
                      asked={asked}
                    />
                  ))}
                </SimpleGrid>
              </Sheet>
              {report.series.length > 0 && <Course report={report} />}
            </>
          )}
        </Framed>
      )}
    </Loaded>
  );
}

const METRICS: Record<Metric['name'], { word: string; meaning: string }> = {
  xnps: {
    word: 'xNPS',
    meaning:
      'Share of predicted promoters (9–10) less share of predicted detractors (0–6), from −100 to 100.',
  },
  customer_sentiment: {
    word: 'Customer sentiment',
    meaning: 'How customers sounded over the whole conversation, from −5 (bad) to 5 (good).',
  },
  agent_sentiment: {
    word: 'Agent sentiment',
    meaning: 'How agents sounded over the whole conversation, from −5 (bad) to 5 (good).',
  },
  resolution_rate: {
    word: 'Resolution rate',
    meaning: 'Share of conversations in which the matter was, as far as predicted, resolved.',
  },
  repeat_rate: {
    word: 'Repeat rate',
    meaning: 'Share of conversations about a matter that the customer had been in touch about before.',
  },
  average_handling_time: {
    word: 'Average handling time',
    meaning: 'Talk, hold and after-call work together, on average.',
  },
  satisfaction: {
    word: 'Predicted satisfaction',
    meaning: 'How satisfied customers are predicted to be, from 1 to 5.',
  },
};

function valueOf(metric: Metric): string {
  const value = metric.value ?? 0;
  if (metric.unit === 'percent') return percent(value);
  if (metric.unit === 'ms') return sayDuration(value);
  if (metric.unit === 'stars') return `${Number(fixed(value, 1))} of 5`;
  return signed(value, metric.unit === 'points' ? 0 : 1);
}

/** A metric, and the lists of what it sums up. */
function Figure({
  metric,
  minimum,
  leads,
  asked,
}: {
  metric: Metric;
  minimum: number;
  leads: Lead[];
  asked: Asked;
}) {
  const { word, meaning } = entryOf(METRICS, metric.name, {
    word: metric.name.replaceAll('_', ' '),
    meaning: '',
  });
  const between = interval(metric.low, metric.high);
  return (
    <div role="group" aria-label={word}>
      <Tooltip label={meaning}>
        <Text size="sm" c="dimmed" component="span" tabIndex={0} td="underline dotted">
          {word}
        </Text>
      </Tooltip>
      {metric.enough_data ? (
        <>
          <Text fz="xl" fw={600}>
            {valueOf(metric)}
          </Text>
          <Text size="xs" c="dimmed">
            of {metric.sample}
            {between && `, 95% interval ${between}`}
          </Text>
        </>
      ) : (
        <Text size="sm" c="dimmed">
          Not enough data ({metric.sample} of {minimum})
        </Text>
      )}
      {leads.length > 0 && (
        <Group gap="xs" mt={2}>
          {leads.map(({ says, outcome }) => (
            <Anchor
              key={says}
              to="/conversations"
              search={{
                agent: asked.agent,
                team: asked.team ? [asked.team] : undefined,
                from: asked.from,
                to: asked.to,
                outcome,
              }}
              size="xs"
              underline="always"
              display="inline-block"
              mih={24}
            >
              {says}
            </Anchor>
          ))}
        </Group>
      )}
    </div>
  );
}

function Course({ report }: { report: ConversationReport }) {
  const today = useToday();
  const present = CHANNELS.filter((channel) => report.totals[channel] > 0);
  return (
    <Sheet title={`Conversations by ${report.every}`}>
      <CourseChart
        as="bars"
        series={present.map((channel) => ({ name: channel, label: wordOf(CHANNEL_WORDS, channel) }))}
        data={report.series.map(({ first_day, totals }) => ({
          day: sayDay(first_day, today),
          ...Object.fromEntries(present.map((channel) => [channel, totals[channel]])),
        }))}
      />
      <Space h="sm" />
      <Disclosure label="The figures as a table">
        <Figures
          name={`Conversations by ${report.every}`}
          heads={[
            report.every === 'week' ? 'Week from' : 'Day',
            ...present.map((channel) => wordOf(CHANNEL_WORDS, channel)),
            'Handling time',
            'Resolved',
          ]}
          rows={report.series.map(({ first_day, totals }) => [
            sayDay(first_day, today),
            ...present.map((channel) => String(totals[channel])),
            mean(totals.handle_ms, totals.handled, report.frame.minimum),
            share(totals.resolved, totals.resolution_known, report.frame.minimum),
          ])}
        />
      </Disclosure>
    </Sheet>
  );
}

function mean(sum: number, of: number, minimum: number): string {
  return of < minimum ? `– (${of} of ${minimum})` : `${sayDuration(sum / of)} of ${of}`;
}

function share(part: number, of: number, minimum: number): string {
  return of < minimum ? `– (${of} of ${minimum})` : `${percent((100 * part) / of)} of ${of}`;
}
