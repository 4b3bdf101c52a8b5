import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { asProblem } from '@/api/problems';
import type { PairingView } from '@/api/schema';
import { DateField } from '@/parts/DateField';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { dayOf, instantAt, wallAt } from '@/parts/times';
import { useKept } from '@/parts/useKept';
import { QuietTimes } from '@/scheduling/QuietTimes';
import { StandsAgainst } from '@/scheduling/StandsAgainst';
import { useTimeZone } from '@/session/me';
import type { useStep } from './queries';

const MS = 20 * 60_000;
const KINDS = [
  { value: 'video', label: 'Video' },
  { value: 'in_person', label: 'In person' },
] as const;

interface Chosen {
  day: string | null;
  time: string;
  kind: 'video' | 'in_person';
  place: string;
}
const NOTHING: Chosen = { day: null, time: '', kind: 'video', place: '' };

/** When and where both meet; quiet times of both are proposed. */
export function MeetForm({ pairing, step }: { pairing: PairingView; step: ReturnType<typeof useStep> }) {
  const zone = useTimeZone();
  const today = dayOf(new Date(), zone);
  const kept = useKept<Chosen>(`pairing-meeting.${pairing.id}`, NOTHING);
  const { day, time, kind, place } = kept.value;
  const put = (part: Partial<Chosen>) => kept.set((before) => ({ ...before, ...part }));
  const problem = step.error ? asProblem(step.error) : null;
  const at = day && /^\d\d:\d\d$/.test(time) ? instantAt(`${day}T${time}`, zone) : null;
  const two = {
    participant: pairing.learner_id ?? '',
    facilitator: pairing.colleague_id,
    ms: MS,
    pairing: pairing.id,
  };
  const where =
    kind === 'video' && place.startsWith('http') ? { link: place } : place ? { location: place } : {};
  return (
    <form
      aria-label="When they meet"
      onSubmit={(event) => {
        event.preventDefault();
        if (!at) return;
        step.mutate(
          { verb: 'schedule', draft: { scheduled_at: at, kind, duration_ms: MS, ...where } },
          {
            onSuccess: () => {
              kept.forget(NOTHING);
              said('It is on both calendars.');
            },
          },
        );
      }}
    >
      <Stack gap="md" maw={620}>
        <QuietTimes
          two={two}
          day={day ?? today}
          onChoose={({ start }) => {
            const wall = wallAt(start, zone);
            put({ day: wall.slice(0, 10), time: wall.slice(11, 16) });
          }}
        />
        <Group grow align="flex-start">
          <DateField label="Day" required value={day} min={today} onChange={(to) => put({ day: to })} />
          <TextInput
            label="Time"
            type="time"
            required
            value={time}
            error={problem?.field('/scheduled_at')}
            onChange={(event) => put({ time: event.currentTarget.value })}
          />
        </Group>
        <StandsAgainst wanted={at ? { ...two, at } : null} />
        <Group grow align="flex-start">
          <Select
            label="How"
            allowDeselect={false}
            data={[...KINDS]}
            value={kind}
            onChange={(to) => put({ kind: to === 'in_person' ? 'in_person' : 'video' })}
          />
          <TextInput
            label={kind === 'video' ? 'Link' : 'Where'}
            maxLength={500}
            value={place}
            error={problem?.field('/link') ?? problem?.field('/location')}
            onChange={(event) => put({ place: event.currentTarget.value })}
          />
        </Group>
        {step.error && <ProblemNotice error={step.error} changing />}
        <Group>
          <Button type="submit" loading={step.isPending} disabled={!at}>
            Put it on both calendars
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
