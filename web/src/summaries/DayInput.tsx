import { DateInput, type DateInputProps } from '@mantine/dates';

/** A day, typed or chosen. On a floor of its own, since calendars are heavy and wanted seldom. */
export function DayInput(props: Omit<DateInputProps, 'valueFormat'>) {
  return (
    <DateInput valueFormat="D MMM YYYY" placeholder="Type or choose a day" firstDayOfWeek={1} {...props} />
  );
}
