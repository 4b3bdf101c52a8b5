import { Table } from '@mantine/core';
import type { PlanDetail } from '@/api/schema';
import { Tag } from '@/parts/Tag';
import { Day } from '@/parts/When';
import { Wide } from '@/parts/Wide';
import { toneOf } from '@/parts/words';
import { STANDING_TONES, sayBetween, sayValue } from './words';

/** The way of a plan in numbers, the latest day first. */
export function WayTable({ plan }: { plan: PlanDetail }) {
  const { metric, minimum } = plan;
  return (
    <Wide label="The way day by day">
      <Table aria-label="The way day by day" stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Day</Table.Th>
            <Table.Th ta="right">Now</Table.Th>
            <Table.Th ta="right">95% interval</Table.Th>
            <Table.Th ta="right">Conversations</Table.Th>
            <Table.Th ta="right">Expected</Table.Th>
            <Table.Th ta="right">Chance alone</Table.Th>
            <Table.Th>Standing</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {plan.series.toReversed().map((each) => (
            <Table.Tr key={each.day}>
              <Table.Th scope="row">
                <Day day={each.day} />
              </Table.Th>
              <Table.Td ta="right">
                {typeof each.value === 'number'
                  ? sayValue(metric, each.value)
                  : `Not enough data (${each.n} of ${minimum})`}
              </Table.Td>
              <Table.Td ta="right">{sayRange(plan, each.low, each.high)}</Table.Td>
              <Table.Td ta="right">
                {each.n}, {each.since_start} since
              </Table.Td>
              <Table.Td ta="right">{sayValue(metric, each.expected)}</Table.Td>
              <Table.Td ta="right">{sayRange(plan, each.chance_low, each.chance_high)}</Table.Td>
              <Table.Td>
                {each.standing ? (
                  <Tag tone={toneOf(STANDING_TONES, each.standing)}>{each.standing_label}</Tag>
                ) : (
                  '–'
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}

function sayRange(
  { metric }: PlanDetail,
  low: number | null | undefined,
  high: number | null | undefined,
): string {
  return typeof low === 'number' && typeof high === 'number' ? sayBetween(metric, low, high) : '–';
}
