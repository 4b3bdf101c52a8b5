import { Button, Group, List, Stack, Text } from '@mantine/core';
import { IconCalendarSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SlotView } from '@/api/schema';
import { DateField } from '@/parts/DateField';
import { Lines, Loaded } from '@/parts/Loaded';
import { counted } from '@/parts/numbers';
import { dayOf, daysAfter, sayDuration, sayWholeDay, timeOf } from '@/parts/times';
import { useTimeZone } from '@/session/me';
import { slotsQuery, type Wanted } from './queries';

type Two = Omit<Wanted, 'at'>;

/** A week and a day: the same weekday is looked at twice. */
const DAYS = 7;

/**
 * Times that suit both, the quietest first, with why; choosing one is left to whoever asks.
 *
 * @param day where the days to look at begin, until somebody says otherwise.
 */
export function QuietTimes({
  two,
  day,
  onChoose,
}: {
  two: Two;
  day: string;
  onChoose: (slot: SlotView) => void;
}) {
  const [open, setOpen] = useState(false);
  if (!open)
    return (
      <Group>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconCalendarSearch size={15} aria-hidden />}
          onClick={() => setOpen(true)}
        >
          Suggest quiet times
        </Button>
      </Group>
    );
  return <Found two={two} day={day} onChoose={onChoose} onClose={() => setOpen(false)} />;
}

function Found({
  two,
  day,
  onChoose,
  onClose,
}: {
  two: Two;
  day: string;
  onChoose: (slot: SlotView) => void;
  onClose: () => void;
}) {
  const zone = useTimeZone();
  const today = dayOf(new Date(), zone);
  const [first, setFirst] = useState(day > today ? day : today);
  const [last, setLast] = useState(daysAfter(day > today ? day : today, DAYS));
  const query = useQuery({ ...slotsQuery(two, first, last), enabled: first <= last });
  return (
    <Stack
      gap="sm"
      p="sm"
      style={{ border: '1px solid var(--mantine-color-default-border)', borderRadius: 8 }}
      role="region"
      aria-label="Suggestions"
    >
      <Group gap="md" align="flex-start" grow>
        <DateField label="From" value={first} min={today} onChange={(to) => to && setFirst(to)} />
        <DateField
          label="To"
          value={last}
          min={first}
          error={last < first ? 'Must be on or after the first day' : undefined}
          onChange={(to) => to && setLast(to)}
        />
      </Group>
      {first <= last && (
        <Loaded query={query} skeleton={<Lines count={4} />}>
          {({ items, volume }) => (
            <>
              {items.length === 0 ? (
                <Text size="sm">
                  No time of {sayDuration(two.ms)} in these days suits both. Try more days, or a shorter one.
                </Text>
              ) : (
                <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
                  {items.map((slot) => (
                    <Slot key={slot.start} slot={slot} zone={zone} onChoose={onChoose} />
                  ))}
                </Stack>
              )}
              <Text size="sm" c="dimmed" maw={560}>
                {volume.explanation}
              </Text>
            </>
          )}
        </Loaded>
      )}
      <Group>
        <Button variant="subtle" size="xs" onClick={onClose}>
          Close suggestions
        </Button>
        {query.data && query.data.free > 0 && (
          <Text size="sm" c="dimmed">
            Chosen from {counted(query.data.free, 'time')} that suit both
          </Text>
        )}
      </Group>
    </Stack>
  );
}

function Slot({
  slot,
  zone,
  onChoose,
}: {
  slot: SlotView;
  zone: string;
  onChoose: (slot: SlotView) => void;
}) {
  const when = `${sayWholeDay(dayOf(slot.start, zone))}, ${timeOf(slot.start, zone)}`;
  return (
    <li>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Text size="sm" fw={600}>
            {when}
          </Text>
          <List size="sm" c="dimmed">
            {slot.reasons.map((reason) => (
              <List.Item key={reason}>{reason}</List.Item>
            ))}
          </List>
        </div>
        <Button
          size="xs"
          variant="light"
          style={{ flexShrink: 0 }}
          aria-label={`Take it: ${when}`}
          onClick={() => onChoose(slot)}
        >
          Take it
        </Button>
      </Group>
    </li>
  );
}
