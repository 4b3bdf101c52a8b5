import { Box, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useRef } from 'react';
import type { Evaluating } from '@/api/schema';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { firstControl, useFollowing } from '@/parts/focus';
import { counted } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useStartNext } from './useStartNext';

/**
 * An evaluator's day: how much is done of what there is for today, and the way to the next one.
 *
 * What there is: what they have completed today, and the drafts that wait, theirs and those that nobody has taken.
 */
export function Today({ evaluating }: { evaluating: Evaluating }) {
  const { start, starting, nothing, problem } = useStartNext();
  const next = useRef<HTMLDivElement>(null);
  // The button can't be pressed while one is looked for, and gives way to a link where there is none.
  const follow = useFollowing(starting, () => firstControl(next.current));
  const { completed_today: done, waiting, more } = evaluating;
  const all = done + waiting;
  return (
    <Sheet
      title="Evaluations today"
      actions={
        <Anchor to="/evaluations" search={{ status: 'draft' }} size="sm">
          All drafts
        </Anchor>
      }
    >
      <Group justify="space-between" gap="md" align="center">
        <Stack gap={6} style={{ flex: '1 1 240px' }}>
          <Text data-figures>
            <Text span inherit fw={650} fz="xl">
              {done}
            </Text>{' '}
            of {all}
            {more ? '+' : ''} today
          </Text>
          <Progress
            value={all ? (100 * done) / all : 0}
            size="sm"
            aria-label={`${done} of ${all} evaluations of today are completed`}
          />
          <Text size="sm" c="dimmed">
            {counted(done, 'evaluation')} completed today, {waiting}
            {more ? '+' : ''} {waiting === 1 ? 'draft waits' : 'drafts wait'}: yours, and those that nobody
            has taken
          </Text>
        </Stack>
        <Box ref={next}>
          {nothing && !nothing.further ? (
            <LinkButton to="/conversations" variant="default">
              Choose a conversation
            </LinkButton>
          ) : (
            <Button
              loading={starting}
              onClick={() => {
                follow();
                void start();
              }}
            >
              {nothing?.further ? 'Look further' : 'Start next'}
            </Button>
          )}
        </Box>
      </Group>
      {nothing && (
        <Text size="sm" c="dimmed" mt="xs" role="status">
          {nothing.says}
        </Text>
      )}
      {problem && <ProblemNotice error={problem} onRetry={() => void start()} />}
    </Sheet>
  );
}
