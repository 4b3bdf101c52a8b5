import { Box, Group, Stack, Text, Title } from '@mantine/core';
import type { DisputeItem, EvaluationDetail } from '@/api/schema';
import { Name } from '@/parts/Name';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { DecideForm } from './DecideForm';
import { Repairs } from './Repairs';
import { choiceText, questionsOf, stateOf } from './words';

/** One dispute of an evaluation: which answers and why, what was decided, and what follows from it. */
export function DisputeShown({
  dispute,
  evaluation,
}: {
  dispute: DisputeItem;
  evaluation: EvaluationDetail;
}) {
  const questions = questionsOf(evaluation);
  const { word, tone } = stateOf(dispute);
  const decisions = new Map((dispute.decision?.answers ?? []).map((each) => [each.question_id, each]));
  const deciding = dispute.actions.includes('decide');
  return (
    <Box
      component="section"
      aria-label={`Dispute ${dispute.round}`}
      p="sm"
      style={{ border: '1px solid var(--debrief-line)', borderRadius: 'var(--mantine-radius-md)' }}
    >
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Title order={3} size="h4">
            Dispute {dispute.round}
          </Title>
          <Tag tone={tone}>{word}</Tag>
        </Group>
        <Text component="div" size="xs" c="dimmed">
          <Name of={dispute.agent_name} />, <When at={dispute.raised_at} />
        </Text>
        {deciding ? (
          <DecideForm dispute={dispute} evaluation={evaluation} />
        ) : (
          dispute.answers.map((answer) => {
            const question = questions.get(answer.question_id);
            const decided = decisions.get(answer.question_id);
            return (
              <Box key={answer.question_id}>
                <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
                  <Text size="sm" fw={550}>
                    {question?.text ?? answer.question_id}
                  </Text>
                  <Tag tone={decided?.upheld ? 'good' : 'neutral'}>
                    {decided?.upheld
                      ? `${choiceText(question, answer.choice)} → ${choiceText(question, decided.choice)}`
                      : choiceText(question, answer.choice)}
                  </Tag>
                </Group>
                <Said by={dispute.agent_name} words={answer.reason} />
                {decided && <Said by={dispute.decided_by_name ?? 'Somebody'} words={decided.response} />}
              </Box>
            );
          })
        )}
        {dispute.actions.some((each) => each === 'rescore_others' || each === 'define') && (
          <Repairs dispute={dispute} evaluation={evaluation} />
        )}
      </Stack>
    </Box>
  );
}

function Said({ by, words }: { by: string; words: string }) {
  if (!words) return null;
  return (
    <Text size="sm" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
      <Text span c="dimmed" inherit>
        {by}:{' '}
      </Text>
      {words}
    </Text>
  );
}
