import { Group, Text, Tooltip } from '@mantine/core';
import type { ReportDays } from '@/api/schema';
import { fixed, signed } from '@/parts/numbers';
import { Tag } from '@/parts/Tag';
import { saySpan } from '@/parts/times';
import { useToday } from '@/parts/When';
import type { Asked } from './queries';
import { sayUnclear, type Judged } from './unclear';

/** Which days stand beside those of the report; said as well where none can. */
export function Beside({ days }: { days: ReportDays | null | undefined }) {
  const today = useToday();
  return (
    <Text size="sm" c="dimmed">
      {days
        ? `Beside it, as “before”: ${saySpan(days.first_day, days.last_day, today)}.`
        : 'No period before stands beside it: it would be of other people or weeks, or of too many to read.'}
    </Text>
  );
}

/** The same as is asked for, in the days that stand beside it; null where the figures name nobody, or there are none. */
export function inDays(of: Asked | null, days: ReportDays | null | undefined): Asked | null {
  return of && days ? { ...of, from: days.first_day, to: days.last_day } : null;
}

export interface Moved {
  points: number | null;
  low: number | null;
  high: number | null;
  direction: 'up' | 'down' | 'unclear' | null;
}

/**
 * "+4.2 points (−3 to +11)": how far a figure moved, within which 95% interval, and whether that is no chance; where
 * the interval alone would have it so, why not.
 */
export function Change({ of, judged }: { of: Moved | null | undefined; judged?: Judged }) {
  if (of?.points === null || of === null || of === undefined) return <>–</>;
  const between = of.low !== null && of.high !== null ? `${sign(of.low)} to ${sign(of.high)}` : null;
  const why = sayUnclear(of, judged);
  const change = (
    <Group gap={6} wrap="nowrap" justify="flex-end" align="baseline" display="inline-flex" data-figures>
      <Text span inherit>
        {sign(of.points)}
      </Text>
      {between && (
        <Tooltip label="95% interval of the difference, in points">
          <Text span inherit c="dimmed">
            ({between})
          </Text>
        </Tooltip>
      )}
      {of.direction === 'up' && <Tag tone="good">Higher</Tag>}
      {of.direction === 'down' && <Tag tone="watch">Lower</Tag>}
    </Group>
  );
  if (why === null) return change;
  return (
    <>
      {change}
      <Text span display="block" size="xs" c="dimmed" style={{ whiteSpace: 'normal' }}>
        {why}
      </Text>
    </>
  );
}

/** A change in points; what is written as 0 has no sign. */
const sign = (points: number) => (Number(fixed(points, 1)) === 0 ? '0' : signed(points, 1));
