import { Group, Text, Tooltip } from '@mantine/core';

/**
 * A rate with its sample: "92% of 38", its interval on hover; below the minimum "Not enough data (3 of 5)".
 *
 * @param percent as text of the server ("92%") or null below the minimum.
 */
export function Rate({
  percent,
  sample,
  minimum,
  low,
  high,
}: {
  percent: string | null;
  sample: number;
  minimum: number;
  low?: number | null | undefined;
  high?: number | null | undefined;
}) {
  if (percent === null) {
    return (
      <Text span inherit c="dimmed">
        Not enough data ({sample} of {minimum})
      </Text>
    );
  }
  const interval =
    low !== null && low !== undefined && high !== null && high !== undefined
      ? `95% interval ${low.toFixed(0)} to ${high.toFixed(0)}%`
      : null;
  const said = (
    <Group gap={4} wrap="nowrap" display="inline-flex" data-figures tabIndex={interval ? 0 : undefined}>
      <Text span inherit fw={600}>
        {percent}
      </Text>
      <Text span inherit c="dimmed">
        of {sample}
      </Text>
    </Group>
  );
  return interval ? <Tooltip label={interval}>{said}</Tooltip> : said;
}
