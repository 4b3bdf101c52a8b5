import { Box, Divider, Group, SimpleGrid, Stack, Switch, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { Answer, EvaluationDetail } from '@/api/schema';
import { MadeBy } from '@/parts/MadeBy';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { AiReason } from './AiReason';
import { isClosed, ownEvidence } from './answers';
import { agreement, pairsOf, type Pair } from './comparing';
import { QuoteLink, type Goes } from './Place';
import { ScoreFigure } from './ScoreFigure';
import { verdict, withoutOption } from './words';

type Two = [EvaluationDetail, EvaluationDetail];

/** Whose the two are and what they came to: the heads of the two columns. */
export function ComparedTotals({ two }: { two: Two }) {
  const { same, of } = agreement(pairsOf(...two));
  return (
    <Box>
      <SimpleGrid cols={2} spacing="md">
        {two.map((each) => (
          <Stack key={each.id} gap={2} role="group" aria-label={`Score of ${whose(each)}`}>
            <MadeBy evaluation={each} />
            {each.score && (
              <Group gap="xs">
                <ScoreFigure score={each.score} format={each.version.format} />
                <Tag tone={verdict(each.score).tone}>{verdict(each.score).word}</Tag>
              </Group>
            )}
            {each.completed_at && (
              <Text size="xs" c="dimmed">
                <When at={each.completed_at} />
              </Text>
            )}
          </Stack>
        ))}
      </SimpleGrid>
      <Text size="sm" mt="xs">
        The same answer to {same} of {of} questions that both answered.
      </Text>
    </Box>
  );
}

/** Two evaluations of one conversation side by side, question by question. */
export function Compared({ two, onGo }: { two: Two; onGo: Goes }) {
  const [only, setOnly] = useState(false);
  const pairs = pairsOf(...two);
  const shown = only ? pairs.filter(({ differs }) => differs) : pairs;
  return (
    <Box>
      <Group px="md" pt="sm">
        <Switch
          size="xs"
          label="Only what differs"
          checked={only}
          onChange={(event) => setOnly(event.currentTarget.checked)}
        />
      </Group>
      {shown.length === 0 && (
        <Text p="md" size="sm" c="dimmed">
          Nothing differs.
        </Text>
      )}
      {shown.map((pair, index) => (
        <Box key={pair.question.id}>
          {pair.section !== shown[index - 1]?.section && (
            <>
              {index > 0 && <Divider />}
              <Title order={2} size="h3" px="md" pt="md">
                {pair.section}
              </Title>
            </>
          )}
          <Question pair={pair} two={two} onGo={onGo} />
        </Box>
      ))}
    </Box>
  );
}

function Question({ pair, two, onGo }: { pair: Pair; two: Two; onGo: Goes }) {
  return (
    <Box
      px="md"
      py="sm"
      role="group"
      aria-label={pair.question.text}
      style={{ borderLeft: `3px solid ${pair.differs ? 'var(--debrief-watch-line)' : 'transparent'}` }}
    >
      <Group gap="xs" mb={4}>
        <Text size="sm" fw={550}>
          {pair.question.text}
        </Text>
        {pair.differs && <Tag tone="watch">Differs</Tag>}
      </Group>
      <SimpleGrid cols={2} spacing="md">
        {pair.answers.map((answer, index) => {
          const evaluation = two[index];
          return evaluation ? (
            <Side key={evaluation.id} pair={pair} answer={answer} evaluation={evaluation} onGo={onGo} />
          ) : null;
        })}
      </SimpleGrid>
    </Box>
  );
}

function Side({
  pair,
  answer,
  evaluation,
  onGo,
}: {
  pair: Pair;
  answer: Answer | undefined;
  evaluation: EvaluationDetail;
  onGo: Goes;
}) {
  const { question } = pair;
  const option = question.options.find(({ id }) => id === answer?.option_id);
  const word = option?.label ?? withoutOption(answer);
  const evidence = ownEvidence(answer);
  return (
    <Stack gap={4} align="flex-start" role="group" aria-label={whose(evaluation)}>
      <Tag tone={option ? (option.passes ? 'good' : 'watch') : 'neutral'}>{word}</Tag>
      {answer?.comment && (
        <Text size="sm" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
          {answer.comment}
        </Text>
      )}
      {evidence && <QuoteLink quote={evidence} interactionId={evaluation.interaction_id} onGo={onGo} />}
      {answer?.answered_by === 'ai' && isClosed(answer) && (
        <AiReason answer={answer} interactionId={evaluation.interaction_id} onGo={onGo} />
      )}
    </Stack>
  );
}

function whose(evaluation: EvaluationDetail): string {
  return evaluation.evaluator_name ?? 'AI';
}
