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

/** What keeps a file from being imported, cell by cell. */
export function RowErrors({ fields }: { fields: FieldError[] }) {
  return (
    <Sheet title={`${counted(fields.length, 'mistake')} to mend`} pad={false}>
      <Text size="sm" px="md" pb="sm" role="alert">
        Nothing was changed. Mend the file, choose it again, and check once more. Row 1 is the row of column
        names.
      </Text>
      <DataTable
        name="Mistakes in the file"
        id="people-import-mistakes"
        columns={COLUMNS}
        rows={rowErrors(fields)}
        rowKey={(error) => error.key}
      />
    </Sheet>
  );
}
