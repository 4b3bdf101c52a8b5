import { List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { EffectMetric, PlanAdvice } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Loaded } from '@/parts/Loaded';
import { NewTab } from '@/parts/NewTab';
import { When } from '@/parts/When';
import { wordOf } from '@/parts/words';
import { poorQuery } from './queries';
import { METRIC_WORDS, sayValue } from './words';

/** Conversations that came to the worst on the metric, to think of what might be done otherwise. */
export function PoorStep({ advice, metric }: { advice: PlanAdvice; metric: EffectMetric }) {
  const query = useQuery(poorQuery(advice.channel, advice.inquiry, metric));
  return (
    <>
      <Text size="sm">
        Have a look at a few of your conversations in which {wordOf(METRIC_WORDS, metric).toLowerCase()} was
        poor. What could you do otherwise? You may also go on at once.
      </Text>
      <Loaded query={query}>
        {(found) =>
          found.length === 0 ? (
            <Text size="sm" c="dimmed">
              There are none in the past 3 months.
            </Text>
          ) : (
            <List size="sm" spacing="xs">
              {found.map((each) => (
                <List.Item key={each.interaction_id}>
                  <Anchor
                    to="/conversations/$interactionId"
                    params={{ interactionId: each.interaction_id }}
                    target="_blank"
                    inherit
                  >
                    <When at={each.started_at} />
                    <NewTab />
                  </Anchor>
                  : {sayValue(metric, each.value)}
                </List.Item>
              ))}
            </List>
          )
        }
      </Loaded>
    </>
  );
}
