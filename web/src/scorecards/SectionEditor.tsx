import {
  ActionIcon,
  Box,
  Button,
  Group,
  Stack,
  Text,
  TextInput,
  Textarea,
  Title,
  Tooltip,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { NewContent, Question, Section } from '@/api/schema';
import { confirm } from '@/parts/confirm';
import { counted } from '@/parts/numbers';
import { Tag } from '@/parts/Tag';
import { wordOf } from '@/parts/words';
import { MoveButtons } from '@/parts/MoveButtons';
import { ADD_WORDS } from './changeWords';
import {
  changedAt,
  copyOf,
  moved,
  newQuestion,
  numberOf,
  pointsOf,
  questionMoved,
  stepOf,
  worthOf,
  type Kind,
} from './editing';
import { NumberField } from './NumberField';
import { QuestionEditor, questionTextId } from './QuestionEditor';
import { Sorted, Sorting } from './Sorting';
import { KIND_WORDS, answererOf, sayPoints } from './words';

/** The field with the title of a section. */
export const sectionTitleId = (id: string) => `section-title-${id}`;

const KINDS: Kind[] = ['yes_no', 'single_choice', 'rating_scale'];

/** A section with its questions, of which one may be open. */
export function SectionEditor({
  sections,
  index,
  format,
  handle,
  opened,
  wrong,
  onOpen,
  onChange,
}: {
  sections: Section[];
  index: number;
  format: NewContent['format'];
  handle: ReactNode;
  /** The question that is open. */
  opened: string | undefined;
  wrong: (pointer: string) => string | undefined;
  onOpen: (questionId: string | undefined) => void;
  onChange: (change: (before: Section[]) => Section[]) => void;
}) {
  const section = sections[index];
  if (!section) return null;
  const place = `/sections/${index}`;
  const label = `section ${index + 1}`;
  const set = (change: Partial<Section>) => onChange((before) => changedAt(before, index, change));
  const setQuestion = (at: number, change: Partial<Question>) =>
    onChange((before) =>
      before.map((each, number) =>
        number === index ? { ...each, questions: changedAt(each.questions, at, change) } : each,
      ),
    );
  const put = (question: Question, at: number) => {
    set({ questions: [...section.questions.slice(0, at), question, ...section.questions.slice(at)] });
    onOpen(question.id);
    requestAnimationFrame(() => document.getElementById(questionTextId(question.id))?.focus());
  };
  const step = (at: number, by: 1 | -1) =>
    onChange((before) => {
      const from = { section: index, place: at };
      const to = stepOf(before, from, by);
      return to ? questionMoved(before, from, to) : before;
    });
  const removeSection = () =>
    confirm({
      title: `Remove ${section.title || label}`,
      label: 'Remove section',
      children: section.questions.length
        ? `Its ${counted(section.questions.length, 'question')} ${section.questions.length === 1 ? 'goes' : 'go'} with it.`
        : 'It has no questions.',
      onConfirm: () => onChange((before) => before.filter((each) => each.id !== section.id)),
    });
  const removeQuestion = (question: Question) =>
    confirm({
      title: `Remove the question`,
      label: 'Remove question',
      children: question.text || 'It has no text yet.',
      onConfirm: () =>
        onChange((before) =>
          before.map((each) => ({
            ...each,
            questions: each.questions.filter(({ id }) => id !== question.id),
          })),
        ),
    });

  return (
    <Box
      component="section"
      aria-label={section.title || label}
      bg="var(--debrief-raised)"
      bd="1px solid var(--debrief-line)"
      mb="md"
      p="md"
      style={{ borderRadius: 'var(--mantine-radius-md)' }}
    >
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Group gap="xs" wrap="nowrap">
            {handle}
            <Title order={3}>Section {index + 1}</Title>
            <Text size="sm" c="dimmed">
              {sayPoints(pointsOf(section.questions))}
            </Text>
          </Group>
          <Group gap={2} wrap="nowrap">
            <MoveButtons
              id={section.id}
              label={label}
              up={index > 0}
              down={index < sections.length - 1}
              onMove={(by) => onChange((before) => moved(before, index, index + by))}
            />
            <Tooltip label="Remove">
              <ActionIcon
                variant="subtle"
                color="gray"
                size="md"
                aria-label={`Remove ${label}`}
                onClick={removeSection}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Tooltip>
          </Group>
        </Group>
        <Group align="flex-start" gap="md">
          <TextInput
            id={sectionTitleId(section.id)}
            label="Title"
            maxLength={200}
            flex="1 1 220px"
            value={section.title}
            error={wrong(`${place}/title`)}
            onChange={(event) => set({ title: event.currentTarget.value })}
          />
          {format === 'percentage' && (
            <NumberField
              label="Weight"
              suffix="%"
              min={0}
              max={100}
              decimalScale={6}
              w={120}
              value={section.weight}
              error={wrong(`${place}/weight`)}
              onNumber={(weight) => {
                if (weight === null || (weight >= 0 && weight <= 100)) set({ weight });
              }}
            />
          )}
        </Group>
        <Textarea
          label="Description"
          autosize
          minRows={1}
          maxRows={6}
          maxLength={4000}
          value={section.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
        <Sorting id={section.id} type="question">
          {section.questions.map((question, at) => {
            const number = numberOf(sections, index, at);
            const name = `question ${number}`;
            return (
              <Sorted key={question.id} id={question.id} index={at} label={name}>
                {(grip) => (
                  <Box py="xs" style={{ borderTop: '1px solid var(--debrief-line)' }}>
                    <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
                      <Group gap="xs" wrap="nowrap" align="flex-start" miw={0}>
                        {grip}
                        <Box miw={0}>
                          <Button
                            variant="transparent"
                            color="gray"
                            p={0}
                            h="auto"
                            aria-expanded={opened === question.id}
                            aria-label={`${opened === question.id ? 'Close' : 'Edit'} ${name}. ${question.text || 'No text yet'}`}
                            onClick={() => onOpen(opened === question.id ? undefined : question.id)}
                            styles={{ label: { whiteSpace: 'normal', textAlign: 'left', fontWeight: 600 } }}
                          >
                            {number}. {question.text || 'No text yet'}
                          </Button>
                          <Group gap={6}>
                            <Text size="xs" c="dimmed">
                              {wordOf(KIND_WORDS, question.kind)} · {answererOf(question)} ·{' '}
                              {sayPoints(worthOf(question))}
                            </Text>
                            {wrongInside(wrong, `${place}/questions/${at}`, question) && (
                              <Tag tone="watch">Not complete</Tag>
                            )}
                          </Group>
                        </Box>
                      </Group>
                      <MoveButtons
                        id={question.id}
                        label={name}
                        up={stepOf(sections, { section: index, place: at }, -1) !== null}
                        down={stepOf(sections, { section: index, place: at }, 1) !== null}
                        onMove={(by) => step(at, by)}
                      />
                    </Group>
                    {opened === question.id && (
                      <QuestionEditor
                        question={question}
                        name={name}
                        wrong={(field) => wrong(`${place}/questions/${at}/${field}`)}
                        onChange={(change) => setQuestion(at, change)}
                        onCopy={() => put(copyOf(question), at + 1)}
                        onRemove={() => removeQuestion(question)}
                      />
                    )}
                  </Box>
                )}
              </Sorted>
            );
          })}
        </Sorting>
        {wrong(`${place}/questions`) && (
          <Text size="sm" c="var(--mantine-color-error)">
            {wrong(`${place}/questions`)}
          </Text>
        )}
        <Group gap="xs">
          {KINDS.map((kind) => (
            <Button
              key={kind}
              size="xs"
              variant="light"
              leftSection={<IconPlus size={14} aria-hidden />}
              aria-label={`${wordOf(ADD_WORDS, kind)} to ${label}`}
              onClick={() => put(newQuestion(kind), section.questions.length)}
            >
              {wordOf(ADD_WORDS, kind)}
            </Button>
          ))}
        </Group>
      </Stack>
    </Box>
  );
}

const FIELDS = [
  'id',
  'text',
  'weight',
  'options',
  'default_option_id',
  'default_not_applicable',
  'check',
  'phrases',
  'require_comment',
];

/** Whether something in a question keeps the scorecard from being published. */
function wrongInside(
  wrong: (pointer: string) => string | undefined,
  place: string,
  question: Question,
): boolean {
  const options = question.options.flatMap((_, at) =>
    ['label', 'points', 'value', 'passes'].map((field) => `options/${at}/${field}`),
  );
  return [...FIELDS, ...options].some((field) => wrong(`${place}/${field}`) !== undefined);
}
