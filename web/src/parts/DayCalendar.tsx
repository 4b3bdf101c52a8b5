import { Box } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { useEffect, useRef } from 'react';

/** A month to choose a day from. On a floor of its own, since calendars are heavy and wanted seldom. */
export function DayCalendar({
  value,
  today,
  min,
  max,
  onChoose,
}: {
  value: string | null;
  today: string;
  min: string | undefined;
  max: string | undefined;
  onChoose: (day: string) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const first = value ?? today;
  // Whoever opened it by keyboard goes on by arrow keys; it may have come after the focus was moved into its place.
  useEffect(() => place.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus(), []);
  return (
    <Box ref={place}>
      <DatePicker
        value={value}
        defaultDate={first}
        firstDayOfWeek={1}
        {...(min && { minDate: min })}
        {...(max && { maxDate: max })}
        getDayProps={(day) => (day === first ? { 'data-autofocus': true } : {})}
        onChange={(day) => day && onChoose(day)}
        // Escape is this calendar's, and no dialog's around it.
        __stopPropagation
      />
    </Box>
  );
}
