import { Group, List, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Anchor } from '@/parts/Anchor';
import { Name } from '@/parts/Name';
import { counted } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Until, When } from '@/parts/When';
import { blindChecksQuery } from './earningQueries';

/** What one has to check without seeing what the AI answered; nothing where there is nothing to check. */
export function BlindChecksToDo() {
  const query = useQuery(blindChecksQuery);
  if (query.error) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  const checks = query.data?.items ?? [];
  if (checks.length === 0) return null;
  return (
    <Sheet>
      <section aria-labelledby="blind-checks">
        <Title order={2} size="h3" id="blind-checks">
          Blind checks of the AI
        </Title>
        <Text size="sm" c="dimmed" mb="xs">
          Drawn by lot. Answer a few questions before you see what the AI answered.
        </Text>
        <List listStyleType="none" spacing={6}>
          {checks.map((check) => (
            <List.Item key={check.id}>
              <Group gap="xs" align="baseline">
                <Anchor to="/evaluations/checks/$checkId" params={{ checkId: check.id }} size="sm">
                  <Name of={check.agent_name} />, {counted(check.question_count, 'question')}
                </Anchor>
                <Text component="span" size="sm" c="dimmed">
                  <When at={check.interaction_started_at} />, {check.scorecard_name}, until{' '}
                  <Until at={check.until} />
                </Text>
              </Group>
            </List.Item>
          ))}
        </List>
      </section>
    </Sheet>
  );
}
