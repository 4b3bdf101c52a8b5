import { Group, Select, Stack, TagsInput, Text } from '@mantine/core';
import type { RequiredPhrases } from '@/api/schema';
import { NumberField } from './NumberField';
import { phrasesOf } from './words';

const SPEAKERS: { value: RequiredPhrases['speaker']; label: string }[] = [
  { value: 'agent', label: 'The agent' },
  { value: 'customer', label: 'The customer' },
];

const TOLERANCES: { value: RequiredPhrases['tolerance']; label: string }[] = [
  { value: 'small', label: 'Numbers in words, small slips' },
  { value: 'none', label: 'Nothing: the words alone' },
];

/** The words that an exact match looks for. */
export function PhrasesEditor({
  phrases,
  wrong,
  onChange,
}: {
  phrases: RequiredPhrases;
  wrong: (field: string) => string | undefined;
  onChange: (phrases: RequiredPhrases) => void;
}) {
  const set = (change: Partial<RequiredPhrases>) => onChange({ ...phrases, ...change });
  const seconds = typeof phrases.within_ms === 'number' ? phrases.within_ms / 1000 : null;
  const amiss = wrong('phrases') ?? wrong('phrases/all_of/0') ?? wrong('phrases/any_of/0');
  return (
    <Stack gap="sm" role="group" aria-label="Words to look for">
      <TagsInput
        label="All of these have to be said"
        description="Enter after each. Case, spaces and punctuation don’t matter."
        value={phrases.all_of}
        error={amiss}
        splitChars={[]}
        onChange={(all_of) => set({ all_of })}
      />
      <TagsInput
        label="One of these has to be said"
        value={phrases.any_of}
        splitChars={[]}
        onChange={(any_of) => set({ any_of })}
      />
      <Group gap="md">
        <Select
          label="Said by"
          allowDeselect={false}
          w={160}
          data={
            SPEAKERS.some(({ value }) => value === phrases.speaker)
              ? SPEAKERS
              : [...SPEAKERS, { value: phrases.speaker, label: phrases.speaker }]
          }
          value={phrases.speaker}
          onChange={(speaker) => speaker && set({ speaker })}
        />
        <NumberField
          label="In turns that begin within"
          suffix=" s"
          min={0}
          decimalScale={3}
          w={200}
          placeholder="Any time"
          value={seconds}
          onNumber={(value) =>
            set({ within_ms: value === null ? null : Math.max(0, Math.round(value * 1000)) })
          }
        />
        <NumberField
          label="In the first turns"
          min={1}
          allowDecimal={false}
          w={160}
          placeholder="Any turn"
          value={phrases.within_turns}
          onNumber={(value) => set({ within_turns: value === null ? null : Math.max(1, Math.round(value)) })}
        />
        <Select
          label="Tolerated"
          allowDeselect={false}
          w={280}
          data={TOLERANCES}
          value={phrases.tolerance}
          onChange={(chosen) => {
            const known = TOLERANCES.find(({ value }) => value === chosen);
            if (known) set({ tolerance: known.value });
          }}
        />
      </Group>
      {(phrases.all_of.length > 0 || phrases.any_of.length > 0) && (
        <Text size="sm" c="dimmed">
          {phrasesOf(phrases)}
        </Text>
      )}
    </Stack>
  );
}
