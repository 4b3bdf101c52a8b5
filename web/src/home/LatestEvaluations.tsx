import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Anchor } from '@/parts/Anchor';
import { aboutWords } from '@/parts/headings';
import { Lines, Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';
import { When } from '@/parts/When';
import { useMe } from '@/session/me';
import { latestEvaluationsQuery } from './queries';

/** The latest evaluations of one's own conversations: the way to what was noticed, and no figure without it. */
export function LatestEvaluations() {
  const { person } = useMe();
  const query = useQuery(latestEvaluationsQuery(person.id));
  return (
    <Sheet
      title="Your conversations, evaluated"
      actions={
        <Anchor to="/evaluations" size="sm">
          All of them
        </Anchor>
      }
    >
      <Loaded query={query} skeleton={<Lines count={5} />}>
        {(evaluations) =>
          evaluations.length > 0 ? (
            <Stack
              component="ul"
              aria-label="Your conversations, evaluated"
              gap="sm"
              p={0}
              m={0}
              style={{ listStyle: 'none' }}
            >
              {evaluations.map((each) => (
                <li key={each.id} style={{ overflowWrap: 'anywhere' }}>
                  <Anchor to="/evaluations/$evaluationId" params={{ evaluationId: each.id }}>
                    {aboutWords(each)}, <When at={each.interaction_started_at} />
                  </Anchor>
                  <Text size="sm" c="dimmed">
                    {each.scorecard_name}, {each.contact_reference}
                  </Text>
                </li>
              ))}
            </Stack>
          ) : (
            <Text size="sm" c="dimmed">
              None yet. When one of your conversations is evaluated, you can read here what was noticed.
            </Text>
          )
        }
      </Loaded>
    </Sheet>
  );
}
