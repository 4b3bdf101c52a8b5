import { Text } from '@mantine/core';
import type { FieldError } from '@/api/schema';
import { DataTable, type Column } from '@/parts/DataTable';
import { counted } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { rowErrors, type RowError } from './rows';
import { columnName } from './words';

const COLUMNS: Column<RowError>[] = [
  {
    id: 'place',
    header: 'Where',
    width: 220,
    render: ({ row, column }) =>
      row === null ? 'The file' : column ? `Row ${row}, ${columnName(column)}` : `Row ${row}`,
  },
  { id: 'message', header: 'What is wrong', render: ({ message }) => message },
];

/** What is wrong with a file, or was with some of its rows, cell by cell. */
export function RowErrors({
  fields,
  title = `${counted(fields.length, 'mistake')} to mend`,
  explanation,
  name = 'Mistakes in the file',
}: {
  fields: FieldError[];
  title?: string;
  explanation: string;
  name?: string;
}) {
  return (
    <Sheet title={title} pad={false}>
      <Text size="sm" px="md" pb="sm" role="alert">
        {explanation}
      </Text>
      <DataTable
        name={name}
        id="people-import-mistakes"
        columns={COLUMNS}
        rows={rowErrors(fields)}
        rowKey={(error) => error.key}
      />
    </Sheet>
  );
}
