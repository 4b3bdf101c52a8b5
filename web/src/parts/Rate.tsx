import type { ReactNode } from 'react';
import { Group, Text } from '@mantine/core';
import { Said, SaidBeside } from './Behind';
import { interval } from './numbers';

/**
 * A rate with its sample: "92% of 38", its interval on hover and on focus; below the minimum "Not enough data (3 of 5)".
 *
 * @param percent as text of the server ("92%") or null below the minimum.
 */
export function Rate({
  percent,
  sample,
  minimum,
  low,
  high,
  lead,
}: {
  percent: string | null;
  sample: number;
  minimum: number;
  low?: number | null | undefined;
  high?: number | null | undefined;
  /** Puts a link (`Behind`) around the figure, to what it counts. */
  lead?: ((figure: ReactNode) => ReactNode) | null | undefined;
}) {
  if (percent === null) {
    return (
      <Text span inherit c="dimmed">
        Not enough data ({sample} of {minimum})
      </Text>
    );
  }
  const between = interval(low, high);
  const figure = (
    <>
      <Text span inherit fw={600}>
        {percent}
      </Text>{' '}
      <Text span inherit c={lead ? undefined : 'dimmed'}>
        of {sample}
      </Text>
    </>
  );
  return (
    <SaidBeside.Provider value={between ? `95% interval ${between}` : null}>
      <Group gap={4} wrap="nowrap" display="inline-flex" style={{ whiteSpace: 'nowrap' }} data-figures>
        {lead ? <span>{lead(figure)}</span> : <Said>{figure}</Said>}
      </Group>
    </SaidBeside.Provider>
  );
}
