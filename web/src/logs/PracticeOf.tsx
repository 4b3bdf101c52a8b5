import { Text } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { Anchor } from '@/parts/Anchor';
import { Tag } from '@/parts/Tag';
import { standingOf } from '@/practice/words';

/** The practice that follows from a coaching log, where the signed-in person sees it. */
const practiceOfQuery = (logId: string) =>
  queryOptions({
    queryKey: ['practice', 'of', logId],
    queryFn: ({ signal }) =>
      body(api.GET('/practice', { params: { query: { log_id: logId, limit: 1 } }, signal })),
  });

/** The way to the practice of a log's lowest criterion, and how it stands; nothing where there is none. */
export function PracticeOf({ logId }: { logId: string }) {
  const practice = useQuery(practiceOfQuery(logId)).data?.items[0];
  if (!practice) return null;
  const { word, tone } = standingOf(practice);
  return (
    <Text size="sm">
      <Anchor to="/coaching/practice/$scenarioId" params={{ scenarioId: practice.id }} inherit>
        {practice.title ?? 'Its practice'}
      </Anchor>{' '}
      <Tag tone={tone}>{word}</Tag>
    </Text>
  );
}
