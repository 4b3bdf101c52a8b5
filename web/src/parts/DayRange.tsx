import { Group, Input } from '@mantine/core';
import { useId } from 'react';
import { DateField } from './DateField';
import { useToday } from './When';

/**
 * A first and a last day, both in it; either may be open. Days are days of the account's time zone.
 *
 * What is looked at in a range has been: of a day without its year only the past one is offered.
 */
export function DayRange({
  label,
  from,
  to,
  onChange,
}: {
  label: string;
  from: string | undefined;
  to: string | undefined;
  onChange: (from: string | undefined, to: string | undefined) => void;
}) {
  const id = useId();
  const today = useToday();
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      labelProps={{ id }}
      size="sm"
      w={{ base: '100%', xs: 'auto' }}
    >
      <Group gap={4} wrap="nowrap" align="flex-start" role="group" aria-labelledby={id}>
        <DateField
          filters
          aria-label="First day"
          w={{ base: '50%', xs: 168 }}
          value={from}
          max={to !== undefined && to < today ? to : today}
          onChange={(day) => onChange(day ?? undefined, to)}
        />
        <DateField
          filters
          aria-label="Last day"
          w={{ base: '50%', xs: 168 }}
          value={to}
          min={from}
          max={today}
          onChange={(day) => onChange(from, day ?? undefined)}
        />
      </Group>
    </Input.Wrapper>
  );
}
