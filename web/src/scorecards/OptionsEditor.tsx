import { ActionIcon, Box, Button, Checkbox, Group, Select, Text, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { Option, Question } from '@/api/schema';
import { MoveButtons } from '@/parts/MoveButtons';
import { changedAt, moved, newOption } from './editing';
import { NumberField } from './NumberField';
import { Sorted, Sorting } from './Sorting';

const FAILS: { value: Option['auto_fail']; label: string }[] = [
  { value: 'none', label: 'Fails nothing' },
  { value: 'section', label: 'Fails its section' },
  { value: 'evaluation', label: 'Fails the evaluation' },
];
const labelId = (questionId: string, optionId: string) => `label-${questionId}-${optionId}`;

/** The answers to choose from: what they are called, what they earn, and what they fail. */
export function OptionsEditor({
  question,
  name,
  wrong,
  onChange,
}: {
  question: Question;
  name: string;
  wrong: (field: string) => string | undefined;
  onChange: (change: Partial<Question>) => void;
}) {
  const fixed = question.kind === 'yes_no';
  const set = (at: number, change: Partial<Option>) =>
    onChange({ options: changedAt(question.options, at, change) });
  const add = () => {
    const made = newOption(question);
    onChange({ options: [...question.options, made] });
    requestAnimationFrame(() => document.getElementById(labelId(question.id, made.id))?.focus());
  };
  const remove = (id: string) =>
    onChange({
      options: question.options.filter((each) => each.id !== id),
      ...(question.default_option_id === id ? { default_option_id: null } : {}),
    });
  return (
    <Box role="group" aria-label={`Answers of ${name}`}>
      <Text size="sm" fw={550} mb={4}>
        Answers
      </Text>
      <Sorting id={`answers-${question.id}`} type={`answer-${question.id}`}>
        {question.options.map((option, at) => {
          const called = `answer ${at + 1}`;
          const of = (field: string) => wrong(`options/${at}/${field}`);
          return (
            <Sorted key={option.id} id={`${question.id}-${option.id}`} index={at} label={called}>
              {(handle) => (
                <Group gap="xs" align="flex-start" py={4}>
                  {handle}
                  <TextInput
                    id={labelId(question.id, option.id)}
                    aria-label={`Label of ${called}`}
                    placeholder="Label"
                    maxLength={200}
                    flex="1 1 160px"
                    value={option.label}
                    error={of('label')}
                    onChange={(event) => set(at, { label: event.currentTarget.value })}
                  />
                  {question.kind === 'rating_scale' && (
                    <NumberField
                      aria-label={`Place on the scale of ${called}`}
                      prefix="Rating "
                      decimalScale={4}
                      w={110}
                      value={option.value}
                      error={of('value')}
                      onNumber={(value) => set(at, { value })}
                    />
                  )}
                  <NumberField
                    aria-label={`Points of ${called}`}
                    suffix={option.points === 1 ? ' point' : ' points'}
                    min={0}
                    decimalScale={6}
                    w={120}
                    value={option.points}
                    error={of('points')}
                    onNumber={(points) => set(at, { points: Math.max(0, points ?? 0) })}
                  />
                  <Select
                    aria-label={`What ${called} fails`}
                    allowDeselect={false}
                    w={195}
                    data={FAILS}
                    value={option.auto_fail}
                    onChange={(fails) =>
                      fails && set(at, { auto_fail: fails, ...(fails === 'none' ? {} : { passes: false }) })
                    }
                  />
                  <Checkbox
                    label="Pass"
                    aria-label={`${called} counts as a pass`}
                    mt={8}
                    checked={option.passes}
                    error={of('passes')}
                    disabled={option.auto_fail !== 'none' && !option.passes}
                    onChange={(event) => set(at, { passes: event.currentTarget.checked })}
                  />
                  <MoveButtons
                    id={`${question.id}-${option.id}`}
                    label={called}
                    up={at > 0}
                    down={at < question.options.length - 1}
                    onMove={(by) => onChange({ options: moved(question.options, at, at + by) })}
                  />
                  {!fixed && (
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size="md"
                      mt={3}
                      aria-label={`Remove ${called}`}
                      onClick={() => remove(option.id)}
                    >
                      <IconX size={16} />
                    </ActionIcon>
                  )}
                </Group>
              )}
            </Sorted>
          );
        })}
      </Sorting>
      {wrong('options') && (
        <Text size="sm" c="var(--mantine-color-error)">
          {wrong('options')}
        </Text>
      )}
      {!fixed && (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={question.options.length >= 50}
          onClick={add}
        >
          Add an answer
        </Button>
      )}
    </Box>
  );
}
