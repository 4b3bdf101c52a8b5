import { Box, Button, CloseButton, Divider, Group, Kbd, Text, Textarea, Title } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import type { Answer, EvaluationDetail } from '@/api/schema';
import type { SelectedText } from '@/interactions/Conversation';
import { hasLostFocus } from '@/parts/focus';
import { beginning, missing, ownEvidence, placed, type Change, type Placed } from './answers';
import { KeysHelp } from './KeysHelp';
import { KeysLine } from './KeysLine';
import { optionAt } from './optionKeys';
import type { Goes } from './Place';
import { QuestionField, commentId, fieldId } from './QuestionField';
import { useKeys, type Keys } from '@/parts/useKeys';
import * as whyNot from './whyNot';

/** What the keys move beside the questions. */
export interface Player {
  /** Whether there is a recording to play. */
  plays: () => boolean;
  togglePlay: () => void;
  back: (ms: number) => void;
  /** The words of the turn that has the focus. */
  focused: () => SelectedText | null;
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
 * @param start the question to begin at; the first open one unless told.
 * @param onComplete what Ctrl+Enter does, where that completes something; returns why it didn't, where it didn't.
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
  start,
  onComplete,
  foot,
}: {
  evaluation: Pick<EvaluationDetail, 'version' | 'interaction_id'>;
  answers: Map<string, Answer>;
  comment: string;
  errors: Record<string, string>;
  selected: SelectedText | null;
  player: () => Player | null;
  onGive: (questionId: string, change: Change, typed: boolean) => void;
  onRemark: (comment: string) => void;
  onGo: Goes;
  onSelectedDone: () => void;
  start?: string | undefined;
  onComplete?: () => string | undefined;
  foot: ReactNode;
}) {
  const questions = placed(evaluation.version);
  const [at, setAt] = useState(() => beginning(questions, answers, start));
  const [answered, setAnswered] = useState<number | null>(null);
  const [hint, setHint] = useState('');
  // Where a comment goes back to: the question that one was at.
  const [cameFrom, setCameFrom] = useState<string | null>(null);
  const [commenting, setCommenting] = useState<string | null>(null);
  const [helped, setHelped] = useState(false);
  const now = questions[at];
  const first = now?.question.id;
  useEffect(() => {
    // Whoever has come here from somewhere else has lost the focus with it; whoever has just opened the address hasn't.
    if (first !== undefined && (start !== undefined || hasLostFocus())) goToQuestion(first);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- where it begins, and not where one goes from there
  }, []);
  const give = ({ question }: Placed, change: Change, typed = false) => onGive(question.id, change, typed);
  const choose = (where: Placed, optionId: string | null) =>
    give(where, { option_id: optionId, not_applicable: false });
  const notApplicable = (where: Placed) => {
    if (where.question.allow_na) give(where, { option_id: null, not_applicable: true });
  };

  const goTo = (place: number) => {
    const next = questions[place];
    if (!next) return;
    setAt(place);
    goToQuestion(next.question.id);
  };
  const move = (by: 1 | -1) => {
    if (questions[at + by]) goTo(at + by);
    else setHint(by === 1 ? whyNot.WAS_LAST : whyNot.WAS_FIRST);
  };
  /** Answer by a key, and go on: to the next question, and from the last one to the first that is still open. */
  const answer = (where: Placed, change: Change) => {
    give(where, change);
    setAnswered(where.number - 1);
    const left = missing(questions, answers).filter((each) => each !== where);
    if (questions[at + 1]) goTo(at + 1);
    else if (left[0]) goTo(left[0].number - 1);
    else
      setHint(
        onComplete ? 'All required questions are answered. Ctrl+Enter completes and opens the next.' : '',
      );
  };
  const writeComment = (where: Placed | undefined, from: Placed | undefined) => {
    if (!where) return;
    if (!where.question.allow_comment) {
      setHint(whyNot.noComment(where));
      return;
    }
    setCameFrom(from?.question.id ?? null);
    setCommenting(where.question.id);
    // The field is there after the next paint.
    requestAnimationFrame(() => document.getElementById(commentId(where.question.id))?.focus());
  };
  const takeWords = (words: SelectedText | null, where = now) => {
    if (!where) return;
    if (!words || words.text.length > MOST_QUOTED) {
      setHint(
        words ? 'That is too long for evidence. Select the words that show it.' : whyNot.noEvidence(where),
      );
      return;
    }
    give(where, { quote: words });
    onSelectedDone();
    if (now) goToQuestion(now.question.id);
  };
  const playing = (act: (player: Player) => void) => {
    const found = player();
    if (found?.plays()) act(found);
    else setHint(whyNot.NO_RECORDING);
  };

  const keys: Keys = {
    j: () => move(1),
    arrowdown: () => move(1),
    k: () => move(-1),
    arrowup: () => move(-1),
    c: () => writeComment(now, undefined),
    'shift+c': () => writeComment(questions[answered ?? at], now),
    a: () => {
      if (now?.question.allow_na) answer(now, { option_id: null, not_applicable: true });
      else if (now) setHint(whyNot.noNotApplicable(now));
    },
    backspace: () => {
      if (!now) return;
      const why = whyNot.nothingToTakeBack(now, answers.get(now.question.id));
      if (why) setHint(why);
      else choose(now, null);
    },
    e: () => takeWords(selected ?? player()?.focused() ?? null),
    'shift+e': () => takeWords(selected ?? player()?.focused() ?? null, questions[answered ?? at]),
    ' ': () => playing((each) => each.togglePlay()),
    arrowleft: () => playing((each) => each.back(BACK_MS)),
    '?': () => setHelped(true),
    'mod+enter': onComplete && (() => setHint(onComplete() ?? '')),
  };
  for (const key of ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'y', 'n']) {
    keys[key] = () => {
      const option = now && optionAt(now.question, key);
      if (option) answer(now, { option_id: option.id, not_applicable: false });
      else if (now) setHint(whyNot.noSuchAnswer(now, key));
    };
  }
  // Why the key before did nothing is of no use after the next.
  useKeys(keys, () => setHint(''));

  return (
    <Box>
      {selected && (
        <Evidence
          selected={selected}
          question={now}
          replaces={now && ownEvidence(answers.get(now.question.id)) !== null}
          onUse={() => takeWords(selected)}
          onDrop={onSelectedDone}
        />
      )}
      {evaluation.version.sections.map((section, index) => (
        <Box key={section.id} component="section" aria-labelledby={`section-${section.id}`}>
          {index > 0 && <Divider />}
          <Box px="md" pt="md" pb={4}>
            <Title order={2} size="h3" id={`section-${section.id}`}>
              {section.title}
            </Title>
            {section.description && (
              <Text size="sm" c="dimmed" style={{ whiteSpace: 'pre-line' }}>
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
                  setCameFrom(null);
                  requestAnimationFrame(() => document.getElementById(commentId(where.question.id))?.focus());
                }}
                onCommented={() => goToQuestion(cameFrom ?? where.question.id)}
                weighted={evaluation.version.format === 'percentage'}
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
      <KeysLine hint={hint} completes={onComplete !== undefined} onHelp={() => setHelped(true)} />
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
