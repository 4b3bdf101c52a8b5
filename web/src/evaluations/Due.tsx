import { Group } from '@mantine/core';
import { Tag } from '@/parts/Tag';
import { dayOf } from '@/parts/times';
import { Day } from '@/parts/When';
import { useTimeZone } from '@/session/me';

/** The day until which an evaluation is to be done, and that it is over. */
export function Due({ at }: { at: string }) {
  const zone = useTimeZone();
  const day = dayOf(at, zone);
  return (
    <Group component="span" gap={6} display="inline-flex">
      <Day day={day} />
      {day < dayOf(new Date(), zone) && <Tag tone="act">Overdue</Tag>}
    </Group>
  );
}
