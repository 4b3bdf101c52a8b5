import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useState } from 'react';

/**
 * A number that is typed: while it is being typed it stays as it is typed, also where that is none yet, such as nothing or
 * "0." on the way to 0.5.
 *
 * @param onNumber takes each number that what is typed is; null for nothing.
 */
export function NumberField({
  value,
  onNumber,
  ...rest
}: Omit<NumberInputProps, 'value' | 'onChange' | 'onFocus' | 'onBlur'> & {
  value: number | null | undefined;
  onNumber: (value: number | null) => void;
}) {
  const [typed, setTyped] = useState<string | number | null>(null);
  return (
    <NumberInput
      {...rest}
      value={typed ?? value ?? ''}
      onFocus={() => setTyped(value ?? '')}
      onBlur={() => setTyped(null)}
      onChange={(next) => {
        setTyped(next);
        const number = Number(next);
        if (next === '') onNumber(null);
        else if (Number.isFinite(number)) onNumber(number);
      }}
    />
  );
}
