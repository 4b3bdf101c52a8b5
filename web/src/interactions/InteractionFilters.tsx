import { Box, Button, Collapse, Group, MultiSelect, Select, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DayRange } from '@/parts/DayRange';
import { Filters, inForce } from '@/parts/Filters';
import { teamsQuery } from '@/parts/names';
import { PersonSelect } from '@/parts/PersonSelect';
import { wordOf } from '@/parts/words';
import { useMay, useMe } from '@/session/me';
import { indicatorsQuery } from '@/settings/queries';
import { CHANNELS, OUTCOMES, type ListSearch } from './addresses';
import { CHANNEL_WORDS, OUTCOME_WORDS } from './words';

type Search = Omit<ListSearch, 'open'>;
const MORE = ['queue', 'inquiry', 'disposition', 'language', 'topic', 'indicator'] as const;
const NAMES: Record<(typeof MORE)[number], string> = {
  queue: 'Queue',
  inquiry: 'Inquiry',
  disposition: 'Disposition',
  language: 'Language',
  topic: 'Topic',
  indicator: 'Indicator',
};

/** The filters of the list; each of them stands in the address. */
export function InteractionFilters({
  search,
  seen,
  onChange,
}: {
  search: Search;
  /** Values of what the list shows now, to choose from. Others may be typed. */
  seen: Partial<Record<(typeof MORE)[number], string[]>>;
  onChange: (change: Search) => void;
}) {
  const may = useMay();
  const { reach, settings } = useMe();
  const set = inForce(...MORE.map((each) => search[each]), search.instructs, search.outcome);
  const [more, setMore] = useState(set > 0);
  const teams = useQuery({ ...teamsQuery, enabled: reach !== 'own' && may('people.view') });
  const indicators = useQuery({ ...indicatorsQuery, enabled: more });
  const choices: Partial<Record<(typeof MORE)[number], string[]>> = {
    ...seen,
    inquiry: settings.inquiries,
    indicator: [...new Set([...(indicators.data ?? []), ...(seen.indicator ?? [])])],
  };
  const filtered = inForce(...Object.values(search)) > 0;
  return (
    <Filters
      label="Filter interactions"
      count={
        set + inForce(search.agent, search.team, search.channel, search.from ?? search.to, search.reference)
      }
    >
      {reach !== 'own' && (
        <PersonSelect
          label="Agent"
          w={{ base: '100%', xs: 200 }}
          value={search.agent ?? null}
          onChange={(id) => onChange({ agent: id ?? undefined })}
        />
      )}
      {reach !== 'own' && may('people.view') && (
        <MultiSelect
          label="Team"
          w={{ base: '100%', xs: 200 }}
          clearable
          placeholder={search.team ? undefined : 'Any'}
          data={(teams.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={search.team ?? []}
          onChange={(team) => onChange({ team: team.length ? team : undefined })}
        />
      )}
      <MultiSelect
        label="Channel"
        w={{ base: '100%', xs: 180 }}
        clearable
        placeholder={search.channel ? undefined : 'Any'}
        data={CHANNELS.map((value) => ({ value, label: wordOf(CHANNEL_WORDS, value) }))}
        value={search.channel ?? []}
        onChange={(given) => {
          const channel = CHANNELS.filter((each) => given.includes(each));
          onChange({ channel: channel.length ? channel : undefined });
        }}
      />
      <DayRange
        label="Between"
        from={search.from}
        to={search.to}
        onChange={(from, to) => onChange({ from, to })}
      />
      <Reference
        key={search.reference}
        given={search.reference}
        onChange={(reference) => onChange({ reference })}
      />
      <Button variant="default" aria-expanded={more} onClick={() => setMore(!more)}>
        {set ? `More filters (${set})` : 'More filters'}
      </Button>
      {filtered && (
        <Button
          variant="subtle"
          onClick={() => onChange(Object.fromEntries(Object.keys(search).map((each) => [each, undefined])))}
        >
          Clear
        </Button>
      )}
      <Collapse expanded={more} w="100%">
        <Group gap="sm" align="flex-start">
          {MORE.map((name) => (
            <TagsInput
              key={name}
              label={NAMES[name]}
              w={{ base: '100%', xs: 200 }}
              clearable
              placeholder={search[name] ? undefined : 'Any'}
              data={choices[name] ?? []}
              value={search[name] ?? []}
              onChange={(values) => onChange({ [name]: values.length ? values : undefined })}
            />
          ))}
          <MultiSelect
            label="Came to"
            w={{ base: '100%', xs: 200 }}
            clearable
            placeholder={search.outcome ? undefined : 'Anything'}
            data={OUTCOMES.map((value) => ({ value, label: wordOf(OUTCOME_WORDS, value) }))}
            value={search.outcome ?? []}
            onChange={(given) => {
              const outcome = OUTCOMES.filter((each) => given.includes(each));
              onChange({ outcome: outcome.length ? outcome : undefined });
            }}
          />
          <Select
            label="Instructs the AI"
            w={{ base: '100%', xs: 200 }}
            clearable
            placeholder="Any"
            data={[
              { value: 'yes', label: 'Seems to' },
              { value: 'no', label: 'Doesn’t' },
            ]}
            value={search.instructs ?? null}
            onChange={(given) =>
              onChange({ instructs: given === 'yes' || given === 'no' ? given : undefined })
            }
          />
        </Group>
      </Collapse>
    </Filters>
  );
}

/** A part of the reference or the whole of it, taken on Enter or when one goes on. */
function Reference({
  given,
  onChange,
}: {
  given: string | undefined;
  onChange: (reference: string | undefined) => void;
}) {
  const [typed, setTyped] = useState(given ?? '');
  const take = () => {
    const reference = typed.trim() || undefined;
    if (reference !== given) onChange(reference);
  };
  return (
    <Box
      component="form"
      w={{ base: '100%', xs: 'auto' }}
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <TextInput
        label="Contact reference"
        w={{ base: '100%', xs: 200 }}
        placeholder="Part of a reference"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={take}
      />
    </Box>
  );
}
