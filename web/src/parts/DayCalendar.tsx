import { DatePicker } from '@mantine/dates';

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
  return (
    <DatePicker
      value={value}
      defaultDate={value ?? today}
      firstDayOfWeek={1}
      {...(min && { minDate: min })}
      {...(max && { maxDate: max })}
      onChange={(day) => day && onChoose(day)}
      // Escape is this calendar's, and no dialog's around it.
      __stopPropagation
    />
  );
}
