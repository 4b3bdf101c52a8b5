import { Alert, Box, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Answer, EvaluationDetail } from '@/api/schema';
import { placed, type Unsaved } from './answers';
import { answerTo, type Side, type Undecided as Which } from './merging';
import { goToQuestion, goToRemark } from './ScorecardForm';

/** Answers that were changed here and in another window too: both are shown, and somebody says which one stands. */
export function Undecided({
  evaluation,
  unsaved,
  undecided,
  onDecide,
}: {
  evaluation: EvaluationDetail;
  unsaved: Unsaved;
  undecided: readonly Which[];
  onDecide: (which: Which, stands: Side) => void;
}) {
  const questions = placed(evaluation.version);
  return undecided.map((which) => {
    const found = questions.find(({ question }) => question.id === which);
    if (which !== null && !found) return null;
    const name = found ? `question ${found.number}` : 'the comment on the whole evaluation';
    const options = new Map(found?.question.options.map(({ id, label }) => [id, label]));
    const mine = which === null ? (unsaved.comment ?? '') : sayAnswer(unsaved.answers[which], options);
    const saved = which === null ? evaluation.comment : sayAnswer(answerTo(evaluation, which), options);
    const decide = (stands: Side) => {
      onDecide(which, stands);
      // The buttons go with the question that they answer.
      if (which === null) goToRemark();
      else goToQuestion(which);
    };
    return (
      <Alert
        key={which ?? ''}
        role="alert"
        variant="default"
        icon={<IconAlertTriangle color="var(--debrief-act-line)" />}
        title={
          found
            ? `Question ${found.number} was answered elsewhere too`
            : 'The comment was changed elsewhere too'
        }
      >
        <Stack gap="xs">
          {found && <Text size="sm">{found.question.text}</Text>}
          <Version label="Yours, not saved" text={mine || 'Empty'} />
          <Version label="Saved meanwhile" text={saved || 'Empty'} />
          <Group gap="xs">
            <Button
              size="xs"
              variant="default"
              aria-label={`Keep yours of ${name}`}
              onClick={() => decide('mine')}
            >
              Keep yours
            </Button>
            <Button
              size="xs"
              variant="default"
              aria-label={`Take the saved one of ${name}`}
              onClick={() => decide('saved')}
            >
              Take the saved one
            </Button>
          </Group>
        </Stack>
      </Alert>
    );
  });
}

function Version({ label, text }: { label: string; text: string }) {
  return (
    <Box>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
        {text}
      </Text>
    </Box>
  );
}

/** "Fully. Comment: … Evidence: “…”": an answer in words. */
function sayAnswer(
  answer: Pick<Answer, 'option_id' | 'not_applicable' | 'comment' | 'quote'> | null | undefined,
  options: Map<string, string>,
): string {
  if (!answer) return 'No answer';
  const choice = answer.not_applicable ? 'N/A' : (options.get(answer.option_id ?? '') ?? 'No answer');
  return [
    choice,
    answer.comment.trim() && `Comment: ${answer.comment.trim()}`,
    answer.quote && `Evidence: “${answer.quote.text}”`,
  ]
    .filter(Boolean)
    .join('\n');
}
