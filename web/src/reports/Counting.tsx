import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { countedQuery, type Asked } from './queries';
import { sayCounting } from './types';

/** What the rates of a report count: whose evaluations, the AI's or people's, and how many of each. */
export function Counting({ asked }: { asked: Asked }) {
  const { data } = useQuery(countedQuery(asked));
  if (!data) return null;
  return (
    <Text size="sm" c="dimmed">
      {sayCounting(data, asked.type)}
    </Text>
  );
}
