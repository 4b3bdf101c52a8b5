import { Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import type { Digest, PreferencesView } from '@/api/schema';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { When } from '@/parts/When';
import { timeZones } from '@/settings/zones';
import { useChooseDigest } from './queries';

const EVERY = [
  { value: 'never', label: 'Never' },
  { value: 'day', label: 'Every day' },
  { value: 'week', label: 'Every week' },
];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map(
  (label, value) => ({ value: String(value), label }),
);
const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));
const A_WEEK_H = 168;

/** When one gets a digest, where one is oneself; and for how long the same isn't told by e-mail again. */
export function DigestChoice({ preferences }: { preferences: PreferencesView }) {
  const choose = useChooseDigest();
  const { digest, quiet_hours } = preferences;
  const { every, hour, weekday, time_zone } = digest;
  const put = (changes: Partial<Digest>) => {
    // Who never chose a zone goes on to follow the account's.
    const zone = digest.own_time_zone ? time_zone : null;
    choose.mutate({ digest: { every, hour, weekday, time_zone: zone, ...changes } });
  };
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-end">
        <Select
          label="Digest by e-mail"
          data={EVERY}
          value={every}
          allowDeselect={false}
          onChange={(value) => value && put({ every: value as typeof every })}
        />
        {every === 'week' && (
          <Select
            label="On"
            data={WEEKDAYS}
            value={String(weekday)}
            allowDeselect={false}
            onChange={(value) => value !== null && put({ weekday: Number(value) })}
          />
        )}
        {every !== 'never' && (
          <>
            <Select
              label="At"
              data={HOURS}
              value={String(hour)}
              allowDeselect={false}
              onChange={(value) => value !== null && put({ hour: Number(value) })}
            />
            <Select
              label="Time zone"
              data={timeZones(time_zone)}
              value={time_zone}
              searchable
              allowDeselect={false}
              onChange={(value) => value && put({ time_zone: value })}
            />
          </>
        )}
        <NumberInput
          label="Hours without repeats by e-mail"
          min={0}
          max={A_WEEK_H}
          allowDecimal={false}
          value={quiet_hours}
          onBlur={(event) => {
            const hours = Number(event.currentTarget.value);
            if (Number.isInteger(hours) && hours !== quiet_hours) choose.mutate({ quiet_hours: hours });
          }}
        />
      </Group>
      {digest.next_at && (
        <Text size="sm" c="dimmed">
          The next one comes <When at={digest.next_at} inherit />, with what you are told until then and
          haven’t read.
        </Text>
      )}
      {choose.error && <ProblemNotice error={choose.error} />}
    </Stack>
  );
}
