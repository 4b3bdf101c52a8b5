import { Group, Input, TextInput } from '@mantine/core';
import { useId } from 'react';

/** A first and a last day, both in it; either may be open. Days are days of the account's time zone. */
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
  return (
    <Input.Wrapper label={label} labelElement="div" labelProps={{ id }} size="sm">
      <Group gap={4} wrap="nowrap" role="group" aria-labelledby={id}>
        <TextInput
          type="date"
          aria-label="First day"
          w={142}
          value={from ?? ''}
          max={to}
          onChange={(event) => onChange(event.currentTarget.value || undefined, to)}
        />
        <TextInput
          type="date"
          aria-label="Last day"
          w={142}
          value={to ?? ''}
          min={from}
          onChange={(event) => onChange(from, event.currentTarget.value || undefined)}
        />
      </Group>
    </Input.Wrapper>
  );
}
