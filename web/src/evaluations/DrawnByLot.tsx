import { Button, List, Popover, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { Loaded } from '@/parts/Loaded';

const drawOfQuery = (id: string) =>
  queryOptions({
    queryKey: ['draws', 'of-evaluation', id],
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      body(api.GET('/evaluations/{evaluation_id}/draw', { params: { path: { evaluation_id: id } }, signal })),
  });

/** That the conversation was drawn, and how: for whoever sees the evaluation, the agent too. */
export function DrawnByLot({ evaluationId }: { evaluationId: string }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const query = useQuery({ ...drawOfQuery(evaluationId), enabled: opened });
  return (
    <Popover opened={opened} onDismiss={close} width={380} trapFocus>
      <Popover.Target>
        <Button size="compact-xs" variant="default" onClick={toggle} aria-expanded={opened}>
          Drawn by lot
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Loaded query={query}>
          {(draw) => (
            <Stack gap="xs">
              <Text size="sm">
                By the goal {draw.goal_name}, for {draw.first_on} to {draw.last_on}.
              </Text>
              <List size="sm">
                {draw.why.map((each) => (
                  <List.Item key={each}>{each}</List.Item>
                ))}
              </List>
              <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                Seed {draw.seed}.{' '}
                {draw.recomputed ? 'Computed again, it comes to the same.' : 'It can’t be confirmed.'}
              </Text>
            </Stack>
          )}
        </Loaded>
      </Popover.Dropdown>
    </Popover>
  );
}
