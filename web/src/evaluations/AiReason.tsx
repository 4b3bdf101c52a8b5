import { Box, Text } from '@mantine/core';
import type { Answer } from '@/api/schema';
import { Tag } from '@/parts/Tag';
import { QuoteLink, type Goes } from './Place';

/** Why the AI chose an answer, how sure it is, and the words it rests on. */
export function AiReason({
  answer,
  interactionId,
  onGo,
}: {
  answer: Answer;
  interactionId: string;
  onGo?: Goes | undefined;
}) {
  const { confidence } = answer;
  return (
    <Box mt={4}>
      <Text size="sm" c="dimmed">
        AI
        {typeof confidence === 'number' && `, ${Math.round(confidence * 100)}% sure`}
        {answer.rationale && `: ${answer.rationale}`}
      </Text>
      {answer.unsupported && (
        <Tag tone="watch">No whole sentence of the agent’s shows this; please decide</Tag>
      )}
      {answer.quote && <QuoteLink quote={answer.quote} interactionId={interactionId} onGo={onGo} />}
    </Box>
  );
}
