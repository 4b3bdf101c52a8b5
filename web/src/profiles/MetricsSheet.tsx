import { SimpleGrid, Stack, Text, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Metric, PersonItem } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Empty } from '@/parts/Empty';
import { Lines, Loaded } from '@/parts/Loaded';
import { counted, interval } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { saySpan } from '@/parts/times';
import { useToday } from '@/parts/When';
import { entryOf } from '@/parts/words';
import { METRIC_WORDS, sayMetric } from './metrics';
import { conversationsQuery, type Span } from './queries';

/** What the conversations of these weeks came to. */
export function MetricsSheet({ person, span }: { person: PersonItem; span: Span }) {
  const query = useQuery(conversationsQuery(person.id, span));
  const today = useToday();
  return (
    <Sheet
      title="Conversations, last 4 weeks"
      actions={
        <Anchor to="/performance" search={{ agent: person.id, from: span.from, to: span.to }} size="sm">
          Full report
        </Anchor>
      }
    >
      <Loaded query={query} skeleton={<Lines count={6} />}>
        {({ metrics, totals, frame }) =>
          totals.count === 0 ? (
            <Empty title="No conversations in these four weeks">
              They stand here as soon as they come in and are analysed.
            </Empty>
          ) : (
            <Stack gap="md">
              <Text size="sm" c="dimmed">
                {counted(totals.count, 'conversation')}, {saySpan(frame.first_day, frame.last_day, today)}
              </Text>
              <SimpleGrid component="dl" m={0} cols={{ base: 2, sm: 3 }} spacing="lg" verticalSpacing="md">
                {metrics.map((metric) => (
                  <Figure key={metric.name} metric={metric} minimum={frame.minimum} />
                ))}
              </SimpleGrid>
            </Stack>
          )
        }
      </Loaded>
    </Sheet>
  );
}

function Figure({ metric, minimum }: { metric: Metric; minimum: number }) {
  const { name, means } = entryOf(METRIC_WORDS, metric.name, {
    name: metric.name.replaceAll('_', ' '),
    means: '',
  });
  const value = sayMetric(metric);
  const between = interval(metric.low, metric.high);
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        <Tooltip label={between ? `${means} 95% interval ${between}.` : means} multiline maw={280}>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the tooltip is reached by keyboard too */}
          <span tabIndex={0}>{name}</span>
        </Tooltip>
      </Text>
      <Text component="dd" m={0} fz="lg" fw={600}>
        {value ?? (
          <Text span size="sm" c="dimmed">
            Not enough data ({metric.sample} of {minimum})
          </Text>
        )}
        {value && (
          <Text span size="sm" c="dimmed" fw={400}>
            {' '}
            of {metric.sample}
          </Text>
        )}
      </Text>
    </div>
  );
}
