import { Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Anchor } from '@/parts/Anchor';
import { DateField } from '@/parts/DateField';
import { PersonSelect } from '@/parts/PersonSelect';
import { clock, instantAt, wallAt } from '@/parts/times';
import { useTimeZone } from '@/session/me';
import { readDuration } from './duration';

const LABELS: Record<string, string | undefined> = {
  agent_reference: 'Agent',
  contact_reference: 'Contact reference',
  queue: 'Queue',
  started_at: 'Began',
  ended_at: 'Ended',
  duration_ms: 'Duration',
  language: 'Language',
  channel: 'Channel',
};

interface FieldProps {
  /** The field's name in the metadata. */
  field: string;
  /** As the API takes it; what is known already, to be corrected. */
  value: string | undefined;
  error: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** The one field that a reason asks for, as a person would fill it in. */
export function CompletionField(props: FieldProps) {
  switch (props.field) {
    case 'agent_reference':
      return <Agent {...props} />;
    case 'started_at':
    case 'ended_at':
      return <Moment {...props} />;
    case 'duration_ms':
      return <Duration {...props} />;
    default:
      return (
        <TextInput
          label={labelOf(props.field)}
          value={props.value ?? ''}
          error={props.error}
          maw={320}
          onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
        />
      );
  }
}

export function labelOf(field: string): string {
  const words = field.replace(/_ms$/, '').replaceAll('_', ' ');
  return LABELS[field] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** An agent is chosen by name and told by what the telephony system calls them. */
function Agent({ error, onChange }: FieldProps) {
  const [chosen, setChosen] = useState<{ id: string; reference: string | undefined } | null>(null);
  return (
    <>
      <PersonSelect
        label={labelOf('agent_reference')}
        maw={320}
        kinds={['human', 'bot']}
        value={chosen?.id ?? null}
        error={error}
        onChange={(id, person) => {
          const reference = person?.agent_references[0];
          setChosen(id ? { id, reference } : null);
          onChange(reference);
        }}
      />
      {chosen && (
        <Text size="xs" c="dimmed" mt={4} aria-live="polite">
          {chosen.reference ? (
            `The telephony system calls them ${chosen.reference}.`
          ) : (
            <>
              They have no agent reference, so nothing can be matched to them.{' '}
              <Anchor to="/people" search={{ open: chosen.id }} inherit underline="always">
                Give them one
              </Anchor>
            </>
          )}
        </Text>
      )}
    </>
  );
}

function Moment({ field, value, error, onChange }: FieldProps) {
  const zone = useTimeZone();
  const [wall, setWall] = useState(() => {
    const known = value && !Number.isNaN(Date.parse(value)) ? wallAt(value, zone) : '';
    return { day: known.slice(0, 10), time: known.slice(11) };
  });
  const put = (to: { day: string; time: string }) => {
    setWall(to);
    onChange(to.day && to.time ? instantAt(`${to.day}T${to.time}`, zone) : undefined);
  };
  const label = labelOf(field);
  return (
    <Group gap="xs" align="flex-end" maw={380} role="group" aria-label={label}>
      <DateField
        label={`${label}, day`}
        description={`Time zone ${zone}`}
        w={220}
        value={wall.day}
        error={error}
        onChange={(day) => put({ ...wall, day: day ?? '' })}
      />
      <TextInput
        type="time"
        label={`${label}, time`}
        value={wall.time}
        onChange={(event) => put({ ...wall, time: event.currentTarget.value })}
      />
    </Group>
  );
}

function Duration({ value, error, onChange }: FieldProps) {
  const [typed, setTyped] = useState(value ? clock(Number(value)) : '');
  const ms = readDuration(typed);
  return (
    <TextInput
      label={labelOf('duration_ms')}
      description="Minutes and seconds, such as 4:05"
      maw={320}
      value={typed}
      error={error ?? (typed !== '' && ms === undefined && 'Write minutes and seconds, such as 4:05')}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        const read = readDuration(event.currentTarget.value);
        onChange(read === undefined ? undefined : String(read));
      }}
    />
  );
}
