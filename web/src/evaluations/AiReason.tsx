import { Box, Button, Group, Text } from '@mantine/core';
import type { Answer } from '@/api/schema';
import { Tag } from '@/parts/Tag';
import { isClosed } from './answers';
import { QuoteLink, type Goes } from './Place';

/**
 * Why the AI chose an answer, how sure it is, the words that made the question applicable, and those it rests on.
 *
 * @param onAgree decides what is doubtful as the AI did; without it, that it was doubtful is only told.
 */
export function AiReason({
  answer,
  interactionId,
  onGo,
  onAgree,
}: {
  answer: Answer;
  interactionId: string;
  onGo?: Goes | undefined;
  onAgree?: (() => void) | undefined;
}) {
  const { confidence } = answer;
  const doubt = doubtAbout(answer);
  return (
    <Box mt={4}>
      <Text size="sm" c="dimmed">
        AI
        {typeof confidence === 'number' && `, ${Math.round(confidence * 100)}% sure`}
        {answer.rationale && `: ${answer.rationale}`}
      </Text>
      {answer.no_opportunity && <Tag>No opportunity: nothing said made this applicable</Tag>}
      {doubt && (
        <Group gap="xs" mt={4}>
          <Tag tone="watch">{onAgree ? `${doubt}; please decide` : doubt}</Tag>
          {onAgree && isClosed(answer) && (
            <Button variant="default" size="compact-xs" onClick={onAgree}>
              Agree with the AI
            </Button>
          )}
        </Group>
      )}
      {answer.opportunity && (
        <Text size="sm" component="div">
          Applies since:{' '}
          <QuoteLink quote={answer.opportunity} interactionId={interactionId} onGo={onGo} />
        </Text>
      )}
      {answer.quote && (
        <Text size="sm" component="div">
          {answer.opportunity && 'Shown by: '}
          <QuoteLink quote={answer.quote} interactionId={interactionId} onGo={onGo} />
        </Text>
      )}
    </Box>
  );
}

function doubtAbout(answer: Answer): string | null {
  if (!isClosed(answer)) return 'Nothing said makes this applicable, and it can’t be N/A';
  if (answer.unsupported) return 'No sentence of the agent’s shows this';
  return answer.unchecked ? 'This couldn’t be checked a second time' : null;
}
