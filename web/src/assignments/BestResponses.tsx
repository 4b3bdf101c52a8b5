import { Button, Collapse, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { AssignmentView, BestResponseView } from '@/api/schema';
import { Lines } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { wordOf } from '@/parts/words';
import { When } from '@/parts/When';
import { bestResponseQuery } from './queries';

/** How it is done well: what was said, opened in place. */
export function BestResponses({
  assignment,
  onOpen,
}: {
  assignment: AssignmentView;
  onOpen: (interactionId: string) => void;
}) {
  if (assignment.best_responses.length === 0)
    return (
      <Text size="sm" c="dimmed">
        There are none.
      </Text>
    );
  return (
    <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
      {assignment.best_responses.map((each) => (
        <One key={each.interaction_id} of={each} assignmentId={assignment.id} onOpen={onOpen} />
      ))}
    </Stack>
  );
}

function One({
  of,
  assignmentId,
  onOpen,
}: {
  of: BestResponseView;
  assignmentId: string;
  onOpen: (interactionId: string) => void;
}) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { data, error, refetch } = useQuery({
    ...bestResponseQuery(assignmentId, of.interaction_id),
    enabled: open,
  });
  return (
    <li>
      <Group gap="sm">
        <Text span fw={550}>
          {of.queue}, <When at={of.started_at} />
        </Text>
        {of.agent_name && (
          <Text span size="sm" c="dimmed">
            <Name of={of.agent_name} />
          </Text>
        )}
        {of.looked_at ? <Tag tone="good">Opened</Tag> : <Tag>Not yet opened</Tag>}
        <Button
          size="xs"
          variant="default"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => {
            if (!open) onOpen(of.interaction_id);
            setOpen(!open);
          }}
        >
          {open ? 'Close' : 'Read what was said'}
        </Button>
      </Group>
      {of.note && (
        <Text size="sm" mt={4}>
          {of.note}
        </Text>
      )}
      <Collapse expanded={open} id={id}>
        <Stack gap={6} mt="sm" maw="75ch">
          {error ? (
            <ProblemNotice error={error} onRetry={() => void refetch()} />
          ) : data ? (
            data.turns.map((turn) => (
              <Text key={turn.index} size="sm">
                <Text span inherit fw={600}>
                  {wordOf(SPEAKER_WORDS, turn.speaker)}:
                </Text>{' '}
                {turn.text}
              </Text>
            ))
          ) : (
            <Lines count={5} />
          )}
        </Stack>
      </Collapse>
    </li>
  );
}

const SPEAKER_WORDS: Record<string, string> = {
  agent: 'Agent',
  customer: 'Customer',
  colleague: 'Colleague',
  system: 'System',
  unknown: 'Somebody',
};
