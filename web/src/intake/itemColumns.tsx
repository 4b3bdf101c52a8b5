import { Stack, Text } from '@mantine/core';
import type { IntakeView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import type { Column } from '@/parts/DataTable';
import { When } from '@/parts/When';
import { itemName, sentences } from './words';

const name: Column<IntakeView> = {
  id: 'name',
  header: 'Conversation',
  render: (row) => (
    <Anchor
      to="/intake/$intakeId"
      params={{ intakeId: row.id }}
      inherit
      fw={550}
      style={{ overflowWrap: 'anywhere' }}
    >
      {itemName(row)}
    </Anchor>
  ),
};
const why: Column<IntakeView> = {
  id: 'why',
  header: 'Reason',
  render: (row) => (
    <Stack gap={2} maw={480}>
      {sentences(row).map((sentence) => (
        <Text key={sentence} size="sm">
          {sentence}
        </Text>
      ))}
    </Stack>
  ),
};
const agent: Column<IntakeView> = {
  id: 'agent',
  header: 'Agent reference',
  render: (row) => row.metadata.agent_reference ?? '–',
};
const queue: Column<IntakeView> = {
  id: 'queue',
  header: 'Queue',
  render: (row) => row.metadata.queue ?? '–',
};
const began: Column<IntakeView> = {
  id: 'began',
  header: 'Began',
  render: (row) => (row.metadata.started_at ? <When at={row.metadata.started_at} /> : '–'),
};
const came: Column<IntakeView> = {
  id: 'came',
  header: 'Came in',
  render: (row) => <When at={row.received_at} />,
};
const line: Column<IntakeView> = {
  id: 'line',
  header: 'Line',
  align: 'right',
  render: (row) => row.line ?? '–',
};
const interaction: Column<IntakeView> = {
  id: 'interaction',
  header: 'Interaction',
  render: (row) =>
    row.interaction_id ? (
      <Anchor to="/interactions/$interactionId" params={{ interactionId: row.interaction_id }} inherit>
        Open
      </Anchor>
    ) : (
      '–'
    ),
};

/** Columns of the intake's list: reasons only where there are some. */
export function itemColumns(status: IntakeView['status']): Column<IntakeView>[] {
  return status === 'processing' ? [name, agent, queue, began, came] : [name, why, agent, queue, began, came];
}

/** Columns of an import's lines. */
export function lineColumns(status: IntakeView['status']): Column<IntakeView>[] {
  if (status === 'loaded') return [name, line, agent, queue, began, interaction];
  return status === 'processing' ? [name, line, agent, queue, began] : [name, line, why, agent, queue, began];
}
