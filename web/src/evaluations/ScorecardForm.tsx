import { Box, Button, CloseButton, Divider, Group, Kbd, Text, Textarea, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Answer, EvaluationDetail } from '@/api/schema';
import type { SelectedText } from '@/interactions/Conversation';
import { ownEvidence, placed, type Change, type Placed } from './answers';
import { KeysHelp } from './KeysHelp';
import { optionAt } from './optionKeys';
import type { Goes } from './Place';
import { QuestionField, commentId, fieldId } from './QuestionField';
import { useKeys, type Keys } from './useKeys';

/** What the keys move beside the questions. */
export interface Player {
  togglePlay: () => void;
  back: (ms: number) => void;
}

const BACK_MS = 5000;
/** Longer evidence the API refuses: it shows where to listen, and isn't the conversation. */
const MOST_QUOTED = 4000;

/** Go to a question. */
export function goToQuestion(questionId: string): void {
  const field = document.getElementById(fieldId(questionId));
  field?.focus({ preventScroll: true });
  field?.scrollIntoView({ block: 'nearest' });
}

const REMARK_ID = 'remark';

/** Go to the comment on the whole evaluation. */
export function goToRemark(): void {
  document.getElementById(REMARK_ID)?.focus();
}

/**
 * The questions of a scorecard to be answered, by mouse or by keys alone.
 *
 * @param answers as they stand, by question.
 * @param errors what the API said of single answers, by question.
 * @param selected words chosen in the transcript, to become evidence of an answer.
 * @param onGive takes what changes in the answer to a question; `typed` when it was text.
 */
export function ScorecardForm({
  evaluation,
  answers,
  comment,
  errors,
  selected,
  player,
  onGive,
  onRemark,
  onGo,
  onSelectedDone,
  foot,
}: {
  evaluation: EvaluationDetail;
  answers: Map<string, Answer>;
  comment: string;
  errors: Record<string, string>;
  selected: SelectedText | null;
  player: () => Player | null;
  onGive: (questionId: string, change: Change, typed: boolean) => void;
  onRemark: (comment: string) => void;
  onGo: Goes;
  onSelectedDone: () => void;
  foot: ReactNode;
}) {
  const questions = placed(evaluation.version);
  const [at, setAt] = useState(0);
  const [commenting, setCommenting] = useState<string | null>(null);
  const [helped, setHelped] = useState(false);
  const now = questions[at];
  const give = ({ question }: Placed, change: Change, typed = false) => onGive(question.id, change, typed);
  const choose = (where: Placed, optionId: string | null) =>
    give(where, { option_id: optionId, not_applicable: false });
  const notApplicable = (where: Placed) => {
    if (where.question.allow_na) give(where, { option_id: null, not_applicable: true });
  };

  const move = (by: number) => {
    const next = questions[Math.min(Math.max(at + by, 0), questions.length - 1)];
    if (!next) return;
    setAt(next.number - 1);
    goToQuestion(next.question.id);
  };
  const writeComment = () => {
    if (!now?.question.allow_comment) return;
    setCommenting(now.question.id);
    // The field is there after the next paint.
    requestAnimationFrame(() => document.getElementById(commentId(now.question.id))?.focus());
  };
  const useSelected = () => {
    if (!selected || !now || selected.text.length > MOST_QUOTED) return;
    give(now, { quote: selected });
    onSelectedDone();
  };

  const keys: Keys = {
    j: () => move(1),
    arrowdown: () => move(1),
    k: () => move(-1),
    arrowup: () => move(-1),
    c: writeComment,
    a: () => now && notApplicable(now),
    backspace: () => now && choose(now, null),
    e: selected ? useSelected : undefined,
    ' ': () => player()?.togglePlay(),
    arrowleft: () => player()?.back(BACK_MS),
    '?': () => setHelped(true),
  };
  for (const key of ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'y', 'n']) {
    const option = now && optionAt(now.question, key);
    if (option) keys[key] = () => choose(now, option.id);
  }
  useKeys(keys);

  return (
    <Box>
      {selected && (
        <Evidence
          selected={selected}
          question={now}
          replaces={now && ownEvidence(answers.get(now.question.id)) !== null}
          onUse={useSelected}
          onDrop={onSelectedDone}
        />
      )}
      <Group justify="space-between" px="md" pt="xs" visibleFrom="md">
        <Text size="xs" c="dimmed">
          <Kbd size="xs">J</Kbd> next, <Kbd size="xs">K</Kbd> previous question
        </Text>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          rightSection={
            <Kbd size="xs" aria-hidden>
              ?
            </Kbd>
          }
          onClick={() => setHelped(true)}
        >
          All keys
        </Button>
      </Group>
      {evaluation.version.sections.map((section, index) => (
        <Box key={section.id} component="section" aria-labelledby={`section-${section.id}`}>
          {index > 0 && <Divider />}
          <Box px="md" pt="md" pb={4}>
            <Title order={2} size="h3" id={`section-${section.id}`}>
              {section.title}
            </Title>
            {section.description && (
              <Text size="sm" c="dimmed">
                {section.description}
              </Text>
            )}
          </Box>
          {questions
            .filter(({ question }) => section.questions.includes(question))
            .map((where) => (
              <QuestionField
                key={where.question.id}
                placed={where}
                answer={answers.get(where.question.id)}
                current={where === now}
                error={errors[where.question.id]}
                interactionId={evaluation.interaction_id}
                commenting={commenting === where.question.id}
                onCommenting={() => {
                  setAt(where.number - 1);
                  setCommenting(where.question.id);
                  requestAnimationFrame(() => document.getElementById(commentId(where.question.id))?.focus());
                }}
                onCurrent={() => setAt(where.number - 1)}
                onChoose={(optionId) => choose(where, optionId)}
                onNotApplicable={() => notApplicable(where)}
                onDropEvidence={() => give(where, { quote: null })}
                onComment={(text) => {
                  setCommenting(where.question.id);
                  give(where, { comment: text }, true);
                }}
                onGo={onGo}
              />
            ))}
        </Box>
      ))}
      <Divider />
      <Box p="md">
        <Textarea
          id={REMARK_ID}
          label="Comment on the whole evaluation"
          autosize
          minRows={2}
          maxRows={10}
          maxLength={4000}
          value={comment}
          onChange={(event) => onRemark(event.currentTarget.value)}
        />
        {foot}
      </Box>
      <KeysHelp opened={helped} onClose={() => setHelped(false)} />
    </Box>
  );
}

/** Words chosen in the transcript, and the answer whose evidence they can become. */
function Evidence({
  selected,
  question,
  replaces = false,
  onUse,
  onDrop,
}: {
  selected: SelectedText;
  question: Placed | undefined;
  /** Whether the question has evidence of a person already. */
  replaces?: boolean | undefined;
  onUse: () => void;
  onDrop: () => void;
}) {
  return (
    <Box
      role="status"
      p="sm"
      m="sm"
      bg="var(--debrief-sunk)"
      bd="1px solid var(--debrief-line)"
      style={{ borderRadius: 'var(--mantine-radius-md)', position: 'sticky', top: 0, zIndex: 1 }}
    >
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
        <Text size="sm" lineClamp={2}>
          “{selected.text}”
        </Text>
        <CloseButton size="sm" aria-label="Drop the selected words" onClick={onDrop} />
      </Group>
      {question &&
        (selected.text.length > MOST_QUOTED ? (
          <Text size="xs" c="dimmed" mt={4}>
            That is too long for evidence. Select the words that show it.
          </Text>
        ) : (
          <Button
            mt={6}
            size="compact-sm"
            variant="light"
            rightSection={
              <Kbd size="xs" aria-hidden>
                E
              </Kbd>
            }
            onClick={onUse}
          >
            {replaces ? 'Replace the evidence of' : 'Use as evidence for'} question {question.number}
          </Button>
        ))}
    </Box>
  );
}
