import { Stack, TextInput, Textarea } from '@mantine/core';
import type { ScenarioWords } from '@/api/schema';

/** What the parts are called. */
export const LABELS: Record<keyof ScenarioWords, string> = {
  title: 'Title',
  situation: 'Situation',
  customer: 'The customer',
  opening: 'First words',
};

const PARTS: { name: keyof ScenarioWords; description: string; most: number; rows: number }[] = [
  {
    name: 'situation',
    description: 'What the agent reads before: who writes, about what, and what they may assume to know.',
    most: 800,
    rows: 3,
  },
  {
    name: 'customer',
    description:
      'What the model is told of its part: what they want, how they feel, and what calls for the criterion. The agent doesn’t see it.',
    most: 800,
    rows: 4,
  },
  {
    name: 'opening',
    description: 'What the customer writes first.',
    most: 600,
    rows: 2,
  },
];

/** The words of a scenario, as whoever leads the agent writes them. */
export function ScenarioForm({
  value,
  onChange,
  wrong,
  asked,
}: {
  value: ScenarioWords;
  onChange: (name: keyof ScenarioWords, value: string) => void;
  /** What the API says of a part. */
  wrong: (name: keyof ScenarioWords) => string | undefined;
  /** Whether somebody wanted to go on, so that what is missing is said. */
  asked: boolean;
}) {
  const missing = (name: keyof ScenarioWords) =>
    wrong(name) ?? (asked && !value[name].trim() ? 'Is still empty' : undefined);
  return (
    <Stack gap="md" maw={680}>
      <TextInput
        label={LABELS.title}
        required
        maxLength={120}
        value={value.title}
        error={missing('title')}
        onChange={(event) => onChange('title', event.currentTarget.value)}
      />
      {PARTS.map(({ name, description, most, rows }) => (
        <Textarea
          key={name}
          label={LABELS[name]}
          description={description}
          required
          autosize
          minRows={rows}
          maxLength={most}
          value={value[name]}
          error={missing(name)}
          onChange={(event) => onChange(name, event.currentTarget.value)}
        />
      ))}
    </Stack>
  );
}

/** Whether every part says something. */
export function isWhole(words: ScenarioWords): boolean {
  return Object.values(words).every((each: string) => each.trim() !== '');
}

export const NO_WORDS: ScenarioWords = { title: '', situation: '', customer: '', opening: '' };
