import { Stack, Text } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { Anchor } from '@/parts/Anchor';
import { average } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { Tag } from '@/parts/Tag';
import { useMay } from '@/session/me';

/** The coaching logs of a conversation that the signed-in person sees. */
const logsOfQuery = (interactionId: string) =>
  queryOptions({
    queryKey: ['logs', 'of', interactionId],
    queryFn: ({ signal }) =>
      body(
        api.GET('/coaching-logs/of-conversations/{interaction_id}', {
          params: { path: { interaction_id: interactionId } },
          signal,
        }),
      ),
  });

/** The ways to a conversation's coaching logs; nothing where there are none. sheet: under a title of their own. */
export function LogsOf({ interactionId, sheet = false }: { interactionId: string; sheet?: boolean }) {
  const may = useMay();
  const query = useQuery({
    ...logsOfQuery(interactionId),
    enabled: may('coaching.manage') || may('coaching.view_own'),
  });
  const logs = query.data?.items ?? [];
  if (logs.length === 0) return null;
  const shown = (
    <Stack gap="xs">
      {logs.map((log) => (
        <Text key={log.id} size="sm">
          <Anchor to="/coaching/logs/$logId" params={{ logId: log.id }} inherit>
            Coaching log, {log.scorecard_name}
          </Anchor>
          {log.percent !== null && `, ${average(log.percent)}`}
          {log.question && (
            <Text span display="block" size="xs" c="dimmed">
              Lowest: {log.question} {log.recurring && <Tag tone="act">Recurring</Tag>}
            </Text>
          )}
        </Text>
      ))}
    </Stack>
  );
  return sheet ? <Sheet title="Coaching logs">{shown}</Sheet> : shown;
}
