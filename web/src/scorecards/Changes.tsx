import { Text } from '@mantine/core';
import type { VersionChange } from '@/api/schema';
import { DataTable, type Column } from '@/parts/DataTable';
import { Tag } from '@/parts/Tag';
import { whatChanged, whereChanged } from './changeWords';

const COLUMNS: Column<VersionChange>[] = [
  { id: 'where', header: 'Where', render: (change) => whereChanged(change) },
  {
    id: 'what',
    header: 'What changes',
    render: (change) => (
      <Text span inherit style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
        {whatChanged(change)}
      </Text>
    ),
  },
  {
    id: 'scoring',
    header: 'Counts as',
    width: 160,
    render: ({ scoring }) => (scoring ? <Tag tone="watch">Scoring</Tag> : <Tag>Cosmetic</Tag>),
  },
];

/** What changed in a scorecard, one thing at a time, and whether it makes a new version. */
export function Changes({ changes, name }: { changes: VersionChange[]; name: string }) {
  return (
    <DataTable
      name={name}
      id="scorecard-changes"
      columns={COLUMNS}
      rows={changes}
      rowKey={(change) =>
        [change.kind, change.section_id, change.question_id, change.option_id, change.field].join(' ')
      }
    />
  );
}
