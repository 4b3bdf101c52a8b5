import { Button, CloseButton, Group, Kbd, Radio, Stack, Text, Textarea } from '@mantine/core';
import { IconMessage2, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Answer } from '@/api/schema';
import { Tag } from '@/parts/Tag';
import { AiReason } from './AiReason';
import { isClosed, isForAi, lacksComment, ownEvidence, type Placed } from './answers';
import { Guidance } from './Guidance';
import { keyOf } from './optionKeys';
import { QuoteLink, type Goes } from './Place';
import classes from './Question.module.css';
import { failsWhat, worth } from './words';

/** Where a question stands in the page. */
export const fieldId = (questionId: string) => `question-${questionId}`;
/** Where its comment is written. */
export const commentId = (questionId: string) => `comment-${questionId}`;

/** What somebody does to the answer of a question. */
export interface Acts {
  onChoose: (optionId: string | null) => void;
  onNotApplicable: () => void;
  onComment: (comment: string) => void;
  onDropEvidence: () => void;
}

/** A question to be answered. */
export function QuestionField({
  placed,
  answer,
  current,
  error,
  interactionId,
  commenting,
  onCommenting,
  onCommented,
  weighted,
  onCurrent,
  onChoose,
  onNotApplicable,
  onComment,
  onDropEvidence,
  onGo,
}: {
  placed: Placed;
  answer: Answer | undefined;
  current: boolean;
  error?: string | undefined;
  interactionId: string;
  commenting: boolean;
  onCommenting: () => void;
  /** Esc in the comment. */
  onCommented: () => void;
  onCurrent: () => void;
  onGo: Goes;
  /** Sections count by their weights, so that points say nothing of the score. */
  weighted: boolean;
} & Acts) {
  const { question, number } = placed;
  const [helped, setHelped] = useState(false);
  const evidence = ownEvidence(answer);
  const name = fieldId(question.id);
  const inline = question.kind === 'yes_no';
  const helps = Boolean(question.description || question.good || question.poor || question.context);
  const options = question.options.map((option) => (
    <Radio
      key={option.id}
      name={name}
      checked={answer?.option_id === option.id}
      onChange={() => onChoose(option.id)}
      aria-keyshortcuts={keyOf(question, option)?.toUpperCase()}
      label={
        <Label
          text={option.label}
          said={[weighted ? null : worth(question, option), failsWhat(option)].filter(Boolean).join(', ')}
          shortcut={keyOf(question, option)}
          fails={option.auto_fail !== 'none'}
        />
      }
    />
  ));
  return (
    <div
      role="group"
      aria-labelledby={`${name}-label`}
      id={name}
      tabIndex={-1}
      className={classes.question}
      data-current={current ? '' : undefined}
      aria-current={current ? 'step' : undefined}
      onFocus={onCurrent}
      aria-describedby={error ? `${name}-error` : undefined}
    >
      <Group gap={6}>
        <Text id={`${name}-label`} size="sm">
          <Text span inherit fw={600}>
            {number}. {question.text}
          </Text>{' '}
          <Text span size="xs" c="dimmed">
            {question.required ? 'required' : 'optional'}
            {question.require_comment ? ', with a comment' : ''}
          </Text>
        </Text>
        {question.compliance && <Tag tone="watch">Compliance</Tag>}
        {isForAi(placed, answer) && <Tag tone="neutral">For the AI</Tag>}
        {helps && (
          <Button
            variant="subtle"
            size="compact-xs"
            aria-expanded={helped}
            onClick={() => setHelped(!helped)}
          >
            {helped ? 'Hide guidance' : 'Guidance'}
          </Button>
        )}
      </Group>
      {helped && <Guidance question={question} />}
      {inline ? (
        <Group gap="lg" mt="xs">
          {options}
          <NotApplicable question={question} name={name} answer={answer} onChoose={onNotApplicable} />
        </Group>
      ) : (
        <Stack gap={6} mt="xs">
          {options}
          <NotApplicable question={question} name={name} answer={answer} onChoose={onNotApplicable} />
        </Stack>
      )}
      {error && (
        <Text id={`${name}-error`} size="xs" c="var(--mantine-color-error)" mt={4}>
          {error}
        </Text>
      )}
      {answer?.answered_by === 'ai' && (
        <AiReason
          answer={answer}
          interactionId={interactionId}
          onGo={onGo}
          onAgree={() => {
            if (answer.not_applicable) onNotApplicable();
            else onChoose(answer.option_id ?? null);
            // The button goes with its own click.
            document.getElementById(name)?.focus();
          }}
        />
      )}
      {evidence && (
        <Group gap={4} mt={6} wrap="nowrap" align="flex-start" justify="space-between">
          <QuoteLink quote={evidence} interactionId={interactionId} onGo={onGo} />
          <CloseButton
            size="sm"
            aria-label={`Remove the evidence of question ${number}`}
            onClick={() => {
              onDropEvidence();
              document.getElementById(name)?.focus();
            }}
          />
        </Group>
      )}
      {commenting || answer?.comment || lacksComment(question, answer) ? (
        <Textarea
          id={commentId(question.id)}
          mt="xs"
          size="sm"
          autosize
          minRows={1}
          maxRows={8}
          maxLength={4000}
          label="Comment"
          withAsterisk={question.require_comment}
          value={answer?.comment ?? ''}
          onChange={(event) => onComment(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            onCommented();
          }}
        />
      ) : (
        <Group gap={4} mt={6} ml={-7}>
          {question.allow_comment && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              leftSection={<IconMessage2 size={14} aria-hidden />}
              onClick={onCommenting}
            >
              Comment
            </Button>
          )}
          {isClosed(answer) && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              leftSection={<IconX size={14} aria-hidden />}
              onClick={() => onChoose(null)}
            >
              Take back
            </Button>
          )}
        </Group>
      )}
    </div>
  );
}

function NotApplicable({
  question,
  name,
  answer,
  onChoose,
}: {
  question: Placed['question'];
  name: string;
  answer: Answer | undefined;
  onChoose: () => void;
}) {
  if (!question.allow_na) return null;
  return (
    <Radio
      name={name}
      checked={answer?.not_applicable ?? false}
      onChange={onChoose}
      aria-keyshortcuts="A"
      label={<Label text="N/A" said="" shortcut="a" fails={false} />}
    />
  );
}

function Label({
  text,
  said,
  shortcut,
  fails,
}: {
  text: string;
  said: string;
  shortcut: string | null;
  fails: boolean;
}) {
  return (
    <Group component="span" gap={6} wrap="nowrap" display="inline-flex" align="baseline">
      <span>{text}</span>
      {said && (
        <Text span fz="xs" c={fails ? 'var(--debrief-act-text)' : 'dimmed'}>
          {said}
        </Text>
      )}
      {shortcut && (
        <Kbd size="xs" aria-hidden visibleFrom="md">
          {shortcut.toUpperCase()}
        </Kbd>
      )}
    </Group>
  );
}
