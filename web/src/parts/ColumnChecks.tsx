import { Checkbox, Stack } from '@mantine/core';

/** Which of a table's columns are shown. */
export function ColumnChecks({
  columns,
  hidden,
  onChange,
}: {
  columns: { id: string; header: string }[];
  hidden: string[];
  onChange: (hidden: string[]) => void;
}) {
  return (
    <Stack gap="xs">
      {columns.map(({ id, header }) => (
        <Checkbox
          key={id}
          size="xs"
          label={header}
          checked={!hidden.includes(id)}
          onChange={(event) =>
            onChange(event.currentTarget.checked ? hidden.filter((each) => each !== id) : [...hidden, id])
          }
        />
      ))}
    </Stack>
  );
}
