import { Checkbox, Group, Stack, Text } from '@mantine/core';
import type { IntakeView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import type { Column } from '@/parts/DataTable';
import { When } from '@/parts/When';
import { apart, type Apart } from './apart';
import { itemName, sentences } from './words';

/** The name, and below it, where others have the same, what tells it from them. */
function named(told: Map<string, Apart>): Column<IntakeView> {
  return {
    id: 'name',
    header: 'Conversation',
    render: (row) => (
      <div>
        <Anchor
          to="/conversations/intake/$intakeId"
          params={{ intakeId: row.id }}
          inherit
          fw={550}
          style={{ overflowWrap: 'anywhere' }}
          aria-describedby={told.has(row.id) ? apartId(row) : undefined}
        >
          {itemName(row)}
        </Anchor>
        <ToldApart id={apartId(row)} by={told.get(row.id)} />
      </div>
    ),
  };
}

function apartId(row: IntakeView): string {
  return `apart-${row.id}`;
}

function ToldApart({ id, by }: { id: string; by: Apart | undefined }) {
  if (!by) return null;
  return (
    <Text id={id} size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
      {'place' in by ? by.place : <When at={by.at} />}
    </Text>
  );
}

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
      <Anchor to="/conversations/$interactionId" params={{ interactionId: row.interaction_id }} inherit>
        Open
      </Anchor>
    ) : (
      '–'
    ),
};

/** Which rows are ticked, where they can be. */
export interface Ticks {
  has: (id: string) => boolean;
  set: (row: IntakeView, ticked: boolean) => void;
}

/** The name with a tick before it. */
function ticked({ has, set }: Ticks, told: Map<string, Apart>): Column<IntakeView> {
  const name = named(told);
  return {
    ...name,
    render: (row) => (
      <Group gap="xs" wrap="nowrap">
        <Checkbox
          size="xs"
          aria-label={`Choose ${itemName(row)}`}
          aria-describedby={told.has(row.id) ? apartId(row) : undefined}
          checked={has(row.id)}
          onChange={(event) => set(row, event.currentTarget.checked)}
        />
        {name.render(row)}
      </Group>
    ),
  };
}

/** Columns of the intake's list: reasons only where there are some, ticks where many can be dealt with at once. */
export function itemColumns(
  status: IntakeView['status'],
  rows: IntakeView[],
  ticks?: Ticks,
): Column<IntakeView>[] {
  const told = apart(rows);
  const first = ticks ? ticked(ticks, told) : named(told);
  return status === 'processing'
    ? [first, agent, queue, began, came]
    : [first, why, agent, queue, began, came];
}

/** Columns of an import's lines. */
export function lineColumns(status: IntakeView['status'], rows: IntakeView[]): Column<IntakeView>[] {
  const name = named(apart(rows));
  if (status === 'loaded') return [name, line, agent, queue, began, interaction];
  return status === 'processing' ? [name, line, agent, queue, began] : [name, line, why, agent, queue, began];
}
