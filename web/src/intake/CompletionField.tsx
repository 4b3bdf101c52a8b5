import { Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Anchor } from '@/parts/Anchor';
import { DateField } from '@/parts/DateField';
import { PersonSelect } from '@/parts/PersonSelect';
import { clock, dayOf, instantAt, wallAt } from '@/parts/times';
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

/** What is filled in for a field, as the API takes it. `name`, `userId`: of a person, who is meant by it. */
export interface Answer {
  value: string;
  name?: string | undefined;
  userId?: string | undefined;
}

interface FieldProps {
  /** The field's name in the metadata. */
  field: string;
  /** What is sent for it; what is known already, to be corrected. */
  answer: Answer | undefined;
  error: string | undefined;
  onChange: (answer: Answer | undefined) => void;
}

/** The one field that a reason asks for, as a person would fill it in. It shows what will be sent, and nothing else. */
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
          value={props.answer?.value ?? ''}
          error={props.error}
          maw={320}
          onChange={(event) => props.onChange(asAnswer(event.currentTarget.value))}
        />
      );
  }
}

function asAnswer(value: string | undefined): Answer | undefined {
  return value ? { value } : undefined;
}

export function labelOf(field: string): string {
  const words = field.replace(/_ms$/, '').replaceAll('_', ' ');
  return LABELS[field] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** An agent is chosen by name and told by what the telephony system calls them. */
function Agent({ answer, error, onChange }: FieldProps) {
  return (
    <>
      <PersonSelect
        label={labelOf('agent_reference')}
        maw={320}
        kinds={['human', 'bot']}
        value={answer?.userId ?? null}
        error={error}
        onChange={(id, person) =>
          onChange(
            id ? { value: person?.agent_references[0] ?? '', name: person?.name, userId: id } : undefined,
          )
        }
      />
      {answer && (
        <Text size="xs" c="dimmed" mt={4} aria-live="polite">
          {answer.value ? (
            `${answer.name ? `${answer.name} is` : 'It is'} filled in as ${answer.value}.`
          ) : (
            <>
              They have no agent reference, so nothing can be matched to them.{' '}
              <Anchor to="/people" search={{ open: answer.userId }} inherit underline="always">
                Give them one
              </Anchor>
            </>
          )}
        </Text>
      )}
    </>
  );
}

function Moment({ field, answer, error, onChange }: FieldProps) {
  const zone = useTimeZone();
  const value = answer?.value;
  const [begun, setBegun] = useState({ day: '', time: '' });
  const known = value && !Number.isNaN(Date.parse(value)) ? wallAt(value, zone) : '';
  // What is known is shown as it is; what is begun is nothing yet to be sent.
  const wall = known ? { day: known.slice(0, 10), time: known.slice(11) } : begun;
  const put = (to: { day: string; time: string }) => {
    setBegun(to);
    onChange(asAnswer(to.day && to.time ? instantAt(`${to.day}T${to.time}`, zone) : undefined));
  };
  const label = labelOf(field);
  return (
    <Group gap="xs" align="flex-end" maw={380} role="group" aria-label={label}>
      <DateField
        label={`${label}, day`}
        description={`Time zone ${zone}`}
        w={220}
        max={dayOf(new Date(), zone)}
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

function Duration({ answer, error, onChange }: FieldProps) {
  const [typed, setTyped] = useState(answer ? clock(Number(answer.value)) : '');
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
        onChange(asAnswer(read === undefined ? undefined : String(read)));
      }}
    />
  );
}
