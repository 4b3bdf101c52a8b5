import {
  Alert,
  Group,
  List,
  Loader,
  Skeleton,
  Stack,
  Text,
  ThemeIcon,
  Title,
  VisuallyHidden,
} from '@mantine/core';
import { IconCheck, IconCloudOff } from '@tabler/icons-react';
import { explain, asProblem } from '@/api/problems';
import type { KnownSummary } from './queries';
import { STEPS } from './words';
import { Name } from '@/parts/Name';

/**
 * The workflow at work, with the step that it is really at.
 *
 * @param problem what came of the last look, when it failed; looking goes on.
 */
export function Generating({ summary, problem }: { summary: KnownSummary; problem: Error | null }) {
  const { progress } = summary;
  const at = STEPS.findIndex(({ step }) => step === progress?.step);
  const sentence = progress?.sentence ?? 'Starting';
  return (
    <Stack gap="lg" data-generating>
      <div>
        <Text size="sm" c="dimmed">
          <Name of={summary.agent_name} />, {summary.period_label}
        </Text>
        <Title order={2}>Analyzing Performance Data</Title>
        <Text size="sm" c="dimmed" maw={640}>
          You may leave this page; the report will be here when it is ready.
        </Text>
      </div>
      <VisuallyHidden aria-live="polite" role="status">
        {sentence}
      </VisuallyHidden>
      <List type="ordered" listStyleType="none" spacing="sm" center={false} withPadding={false}>
        {STEPS.map(({ step, label }, index) => {
          const done = index < at;
          const now = index === at || (at < 0 && index === 0);
          return (
            <List.Item
              key={step}
              aria-current={now ? 'step' : undefined}
              icon={
                <ThemeIcon size={22} radius="xl" variant="default" aria-hidden>
                  {done ? <IconCheck size={14} /> : now ? <Loader size={12} /> : <span />}
                </ThemeIcon>
              }
            >
              <Text c={done || now ? undefined : 'dimmed'} fw={now ? 600 : undefined}>
                {label}
                {done && <VisuallyHidden>, done</VisuallyHidden>}
              </Text>
              {now && (
                <Text size="sm" c="dimmed">
                  {sentence}
                </Text>
              )}
            </List.Item>
          );
        })}
      </List>
      {problem && (
        <Alert
          variant="default"
          role="status"
          icon={<IconCloudOff color="var(--debrief-watch-line)" />}
          title={explain(asProblem(problem)).title}
        >
          <Text size="sm">The work goes on all the same; looking again shortly.</Text>
        </Alert>
      )}
      <Group gap="xs" aria-hidden>
        <Skeleton height={16} width="70%" animate={false} />
        <Skeleton height={16} width="84%" animate={false} />
        <Skeleton height={16} width="58%" animate={false} />
      </Group>
    </Stack>
  );
}
