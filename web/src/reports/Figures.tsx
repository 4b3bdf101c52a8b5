import { Table } from '@mantine/core';

/** The figures behind a chart; the first column names the row, the last ones are numbers. */
export function Figures({ name, heads, rows }: { name: string; heads: string[]; rows: string[][] }) {
  return (
    <Table.ScrollContainer minWidth={0} type="native">
      <Table fz="sm" aria-label={name}>
        <Table.Thead>
          <Table.Tr>
            {heads.map((head, index) => (
              <Table.Th key={head} scope="col" ta={index === 0 ? 'left' : 'right'}>
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.join()}>
              {row.map((cell, index) =>
                index === 0 ? (
                  <Table.Th key={heads[index]} scope="row" fw={400}>
                    {cell}
                  </Table.Th>
                ) : (
                  <Table.Td key={heads[index]} ta="right">
                    {cell}
                  </Table.Td>
                ),
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
