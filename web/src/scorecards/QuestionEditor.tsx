import { Box, Button, Group, Select, Stack, Switch, Textarea } from '@mantine/core';
import { IconCopy, IconTrash } from '@tabler/icons-react';
import type { Question } from '@/api/schema';
import { wordOf } from '@/parts/words';
import { ofKind, type Kind } from './editing';
import { NumberField } from './NumberField';
import { OptionsEditor } from './OptionsEditor';
import { PhrasesEditor } from './PhrasesEditor';
import { KIND_WORDS } from './words';

/** The field with the text of a question. */
export const questionTextId = (id: string) => `question-text-${id}`;

/** Stands for N/A where one of several answers is chosen; no option has such an id. */
const NOT_APPLICABLE = ' ';

const COMMENTS = [
  { value: 'none', label: 'None' },
  { value: 'allowed', label: 'Allowed' },
  { value: 'required', label: 'Required' },
];

const NO_PHRASES = {
  all_of: [],
  any_of: [],
  speaker: 'agent' as const,
  within_ms: null,
  within_turns: null,
  tolerance: 'small' as const,
};

/**
 * Everything that can be said about a question.
 *
 * @param name what it is called here: "question 2".
 * @param wrong what keeps it from being published, by field.
 */
export function QuestionEditor({
  question,
  name,
  wrong,
  onChange,
  onCopy,
  onRemove,
}: {
  question: Question;
  name: string;
  wrong: (field: string) => string | undefined;
  onChange: (change: Partial<Question>) => void;
  onCopy: () => void;
  onRemove: () => void;
}) {
  const comment = question.allow_comment ? (question.require_comment ? 'required' : 'allowed') : 'none';
  const answered = question.answerer === 'human' ? 'human' : question.check;
  const who = [
    { value: 'human', label: 'Evaluator' },
    { value: 'intent', label: 'AI, by intent' },
    ...(question.kind === 'yes_no' ? [{ value: 'exact_match', label: 'AI, exact match' }] : []),
  ];
  const texts = (
    [
      ['description', 'Description', 'What is asked, in more words'],
      ['good', 'What good looks like', undefined],
      ['poor', 'What poor looks like', undefined],
      ['context', 'Context', 'What else is worth knowing, such as when it doesn’t apply'],
    ] as const
  ).map(([field, label, description]) => (
    <Textarea
      key={field}
      label={label}
      description={description}
      autosize
      minRows={1}
      maxRows={8}
      maxLength={4000}
      value={question[field]}
      onChange={(event) => onChange({ [field]: event.currentTarget.value })}
    />
  ));
  return (
    <Box role="group" aria-label={`Edit ${name}`} pt="sm" pl={{ base: 0, sm: 36 }}>
      <Stack gap="sm" maw={820}>
        <Textarea
          id={questionTextId(question.id)}
          label="Question"
          autosize
          minRows={1}
          maxRows={6}
          maxLength={1000}
          value={question.text}
          error={wrong('text')}
          onChange={(event) => onChange({ text: event.currentTarget.value })}
        />
        <Group gap="md" align="flex-start">
          <Select
            label="Type"
            allowDeselect={false}
            w={160}
            data={(Object.keys(KIND_WORDS) as Kind[]).map((kind) => ({
              value: kind,
              label: wordOf(KIND_WORDS, kind),
            }))}
            value={question.kind}
            onChange={(kind) => kind && onChange(ofKind(question, kind))}
          />
          <Select
            label="Answered by"
            allowDeselect={false}
            w={180}
            data={who}
            value={answered}
            error={wrong('check')}
            onChange={(chosen) => {
              if (chosen === 'exact_match')
                onChange({ answerer: 'ai', check: 'exact_match', phrases: question.phrases ?? NO_PHRASES });
              else
                onChange({ answerer: chosen === 'intent' ? 'ai' : 'human', check: 'intent', phrases: null });
            }}
          />
          <Select
            label="Comment"
            allowDeselect={false}
            w={140}
            data={COMMENTS}
            value={comment}
            error={wrong('require_comment')}
            onChange={(chosen) =>
              onChange({ allow_comment: chosen !== 'none', require_comment: chosen === 'required' })
            }
          />
          <Select
            label="Preselected answer"
            clearable
            w={200}
            placeholder="None"
            data={[
              ...question.options.map(({ id, label }) => ({ value: id, label: label || 'No label yet' })),
              ...(question.allow_na || question.default_not_applicable
                ? [{ value: NOT_APPLICABLE, label: 'N/A' }]
                : []),
            ]}
            value={question.default_not_applicable ? NOT_APPLICABLE : (question.default_option_id ?? null)}
            error={wrong('default_option_id') ?? wrong('default_not_applicable')}
            onChange={(id) =>
              onChange({
                default_option_id: id === NOT_APPLICABLE ? null : id,
                default_not_applicable: id === NOT_APPLICABLE,
              })
            }
          />
          <NumberField
            label="Weight"
            prefix="× "
            min={0}
            decimalScale={6}
            w={110}
            value={question.weight}
            error={wrong('weight')}
            onNumber={(weight) => {
              // What is being typed is no weight of nothing, which can't be.
              if (weight !== null && weight > 0) onChange({ weight });
            }}
          />
        </Group>
        <Group gap="lg">
          {(
            [
              ['required', 'Required'],
              ['allow_na', 'N/A allowed'],
              ['compliance', 'Compliance'],
              ...(answered === 'human' ? [] : [['always_applies', 'Always applies']]),
              ...(answered === 'intent' ? [['pass_by_absence', 'A pass needs no words that show it']] : []),
            ] as ['required' | 'allow_na' | 'compliance' | 'always_applies' | 'pass_by_absence', string][]
          ).map(([field, label]) => (
            <Switch
              key={field}
              label={label}
              checked={question[field]}
              error={wrong(field)}
              onChange={(event) => {
                const on = event.currentTarget.checked;
                const na = field === 'allow_na' ? on : field === 'always_applies' && on ? false : undefined;
                onChange({
                  [field]: on,
                  // What always applies can't be N/A: the later choice holds.
                  ...(na === undefined ? {} : { allow_na: na }),
                  ...(na ? { always_applies: false } : {}),
                  // What isn't allowed can't be preselected.
                  ...(na === false ? { default_not_applicable: false } : {}),
                });
              }}
            />
          ))}
        </Group>
        {answered === 'exact_match' && (
          <PhrasesEditor
            phrases={question.phrases ?? NO_PHRASES}
            wrong={wrong}
            onChange={(phrases) => onChange({ phrases })}
          />
        )}
        <OptionsEditor question={question} name={name} wrong={wrong} onChange={onChange} />
        {texts}
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconCopy size={14} aria-hidden />}
            onClick={onCopy}
          >
            Copy question
          </Button>
          <Button
            size="xs"
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={14} aria-hidden />}
            onClick={onRemove}
          >
            Remove question
          </Button>
        </Group>
      </Stack>
    </Box>
  );
}
