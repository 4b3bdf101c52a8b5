import { Button, Group, Modal, Select, Stack, Text, TextInput, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { MeetingView } from '@/api/schema';
import { Contested } from '@/parts/Contested';
import { DateField } from '@/parts/DateField';
import { useNames } from '@/parts/names';
import { PersonSelect } from '@/parts/PersonSelect';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { dayOf, daysAfter, instantAt, sayDuration, timeOf } from '@/parts/times';
import { useChanges } from '@/parts/useChanges';
import { useIntention } from '@/parts/useIntention';
import { QuietTimes } from '@/scheduling/QuietTimes';
import { StandsAgainst } from '@/scheduling/StandsAgainst';
import { useMe, useTimeZone } from '@/session/me';
import { Clashes } from './Clashes';
import { useChangeMeeting, useSchedule } from './changes';
import { meetingChangesOf, meetingFieldsOf, plannedOf, type MeetingFields } from './edited';
import { meetingQuery } from './queries';
import { wordOf } from '@/parts/words';
import { KIND_WORDS, usualTitle } from './words';

const MINUTES = [15, 20, 30, 45, 60, 90, 120];
const SHOWN = [
  '/participant_id',
  '/title',
  '/scheduled_at',
  '/duration_ms',
  '/kind',
  '/location',
  '/link',
  '/agenda',
];

const LABELS: Record<keyof MeetingFields, string> = {
  participant: 'With whom',
  title: 'Title',
  day: 'Day',
  time: 'Time',
  minutes: 'Duration',
  kind: 'How',
  location: 'Where',
  link: 'Link',
  agenda: 'Agenda',
};

/**
 * Settling when, how and where a 1-to-1 is: of a new one, or of one that was scheduled.
 *
 * @param meeting the one that is changed; none for a new one.
 * @param participant who is chosen to begin with.
 * @param onDone gets the meeting as it is then.
 */
export function MeetingDialog({
  meeting,
  participant = null,
  onDone,
  onClose,
}: {
  meeting?: MeetingView;
  participant?: string | null;
  onDone: (meeting: MeetingView) => void;
  onClose: () => void;
}) {
  const zone = useTimeZone();
  const { person } = useMe();
  const client = useQueryClient();
  const keyOf = useIntention();
  const schedule = useSchedule();
  const change = useChangeMeeting(meeting?.id ?? '');
  const edit = useChanges<MeetingFields>(
    `meeting-dialog.${meeting?.id ?? `new ${participant ?? ''}`}`,
    meeting
      ? meetingFieldsOf(meeting, zone)
      : {
          participant,
          title: null,
          day: daysAfter(dayOf(new Date(), zone), 1),
          time: '10:00',
          minutes: 30,
          kind: 'video',
          location: '',
          link: '',
          agenda: '',
        },
    meeting !== undefined,
  );
  const { values: value, changes, set, touched, forget } = edit;
  const chosen = value.participant;
  const nameOf = useNames([chosen]);
  const name = chosen ? nameOf(chosen) : undefined;
  const title = value.title ?? (name ? usualTitle(name) : '1-to-1');
  const two = chosen && {
    participant: chosen,
    // Of two colleagues the one who helps: who looks after it needn't be there.
    facilitator: meeting ? (meeting.colleague_id ?? meeting.facilitator_id) : person.id,
    except: meeting?.id,
    ms: value.minutes * 60_000,
  };
  const at = value.day && value.time ? instantAt(`${value.day}T${value.time}`, zone) : null;
  const [asked, setAsked] = useState(false);
  const { error, isPending, reset } = meeting ? change : schedule;
  const problem = error ? asProblem(error) : null;
  const elsewhere =
    problem && (problem.fields.length === 0 || problem.fields.some((each) => !SHOWN.includes(each.pointer)));
  const missing = {
    participant: !meeting && !chosen ? 'Choose with whom' : undefined,
    day: value.day ? undefined : 'Choose a day',
    time: value.time ? undefined : 'Choose a time',
    title: title.trim() ? undefined : 'A 1-to-1 needs a title',
    link: value.link && !/^https?:\/\/\S+$/.test(value.link) ? 'Must begin with https://' : undefined,
  };

  function put<Name extends keyof MeetingFields>(name: Name, to: MeetingFields[Name]) {
    if (problem && !problem.passing) reset();
    set(name, to);
    // They are one instant: whoever sets the one has seen the other.
    if (name === 'day' && !('time' in changes)) set('time', value.time);
    if (name === 'time' && !('day' in changes)) set('day', value.day);
  }

  async function loadLatest(id: string) {
    await client.query({ ...meetingQuery(id), staleTime: 0 });
    reset();
  }

  function finish(made: MeetingView) {
    forget();
    onDone(made);
  }

  function submit() {
    setAsked(true);
    if (Object.values(missing).some(Boolean) || edit.waits()) return;
    if (meeting) change.mutate(meetingChangesOf(changes, value, zone), { onSuccess: finish });
    else if (chosen) {
      const draft = {
        ...plannedOf(value, title, zone),
        participant_id: chosen,
        agenda: value.agenda,
        notes: '',
        private_notes: '',
        goals: [],
      };
      schedule.mutate({ key: keyOf(draft), draft }, { onSuccess: finish });
    }
  }

  return (
    <Modal opened onClose={onClose} size="lg" title={meeting ? 'When, how and where' : 'Schedule a 1-to-1'}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          {!meeting && (
            <PersonSelect
              label="With whom"
              required
              data-autofocus
              without={[person.id]}
              value={chosen}
              error={problem?.field('/participant_id') ?? (asked && missing.participant)}
              onChange={(id) => put('participant', id)}
            />
          )}
          <Group gap="md" align="flex-start" grow preventGrowOverflow={false}>
            <DateField
              label="Day"
              required
              value={value.day}
              error={problem?.field('/scheduled_at') ?? (asked && missing.day)}
              onChange={(day) => put('day', day ?? '')}
            />
            <TextInput
              type="time"
              label="Time"
              required
              value={value.time}
              error={asked && missing.time}
              onChange={(event) => put('time', event.currentTarget.value)}
            />
            <Select
              label="Duration"
              allowDeselect={false}
              data={[...new Set([...MINUTES, value.minutes])]
                .sort((a, b) => a - b)
                .map((each) => ({ value: String(each), label: sayDuration(each * 60_000) }))}
              value={String(value.minutes)}
              error={problem?.field('/duration_ms')}
              onChange={(minutes) => put('minutes', Number(minutes))}
            />
          </Group>
          <Text size="sm" c="dimmed" mt={-8}>
            Day and time are those of the account’s time zone, {zone}.
          </Text>
          <Clashes
            people={two ? [two.participant, two.facilitator] : []}
            slot={at ? { at, ms: value.minutes * 60_000, except: meeting?.id } : null}
          />
          <StandsAgainst wanted={two && at && value.kind !== 'asynchronous' ? { ...two, at } : null} />
          {two && value.kind !== 'asynchronous' && (
            <QuietTimes
              two={two}
              day={value.day || dayOf(new Date(), zone)}
              onChoose={({ start }) => {
                put('day', dayOf(start, zone));
                put('time', timeOf(start, zone));
              }}
            />
          )}
          <Select
            label="How"
            allowDeselect={false}
            data={Object.entries(KIND_WORDS).map(([kind, label]) => ({ value: kind, label }))}
            value={value.kind}
            onChange={(kind) => put('kind', kind as MeetingFields['kind'])}
          />
          {value.kind !== 'in_person' && (
            <TextInput
              type="url"
              label="Link"
              placeholder="https://"
              value={value.link}
              error={problem?.field('/link') ?? (asked && missing.link)}
              onChange={(event) => put('link', event.currentTarget.value)}
            />
          )}
          {value.kind === 'in_person' && (
            <TextInput
              label="Where"
              value={value.location}
              error={problem?.field('/location')}
              onChange={(event) => put('location', event.currentTarget.value)}
            />
          )}
          <TextInput
            label="Title"
            required
            maxLength={200}
            value={title}
            error={problem?.field('/title') ?? (asked && missing.title)}
            onChange={(event) => put('title', event.currentTarget.value)}
          />
          {!meeting && (
            <Textarea
              label="Agenda"
              autosize
              minRows={3}
              maxRows={10}
              maxLength={10_000}
              value={value.agenda}
              error={problem?.field('/agenda')}
              onChange={(event) => put('agenda', event.currentTarget.value)}
            />
          )}
          {elsewhere && (
            <ProblemNotice
              error={problem}
              changing
              onRetry={meeting && problem.kind === 'stale' ? () => void loadLatest(meeting.id) : undefined}
            />
          )}
          <Contested
            edit={edit}
            labels={LABELS}
            say={{
              kind: (kind) => wordOf(KIND_WORDS, kind),
              minutes: (minutes) => sayDuration(minutes * 60_000),
            }}
            saving={isPending}
          />
          <Group justify="flex-end" gap="xs">
            <Button
              variant="default"
              onClick={() => {
                forget();
                onClose();
              }}
            >
              Cancel
            </Button>
            <Button type="submit" disabled={meeting !== undefined && !touched} loading={isPending}>
              {meeting ? 'Save' : 'Schedule'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
