import { Group, NativeSelect, SegmentedControl } from '@mantine/core';
import type { Order } from './DataTable';

/** By what a list of cards is sorted, and which way: what a table's headings say and do. */
export function OrderChoice({
  columns,
  order,
}: {
  columns: { id: string; header: string; ascending: boolean }[];
  order: Order;
}) {
  const sorted = columns.find(({ id }) => id === order.by);
  return (
    <Group gap="sm" align="flex-end" px="md" pb="sm">
      <NativeSelect
        label="Sort by"
        value={sorted?.id ?? ''}
        data={[
          ...(sorted ? [] : [{ value: '', label: 'As it is' }]),
          ...columns.map(({ id, header }) => ({ value: id, label: header })),
        ]}
        onChange={(event) => {
          const chosen = columns.find(({ id }) => id === event.currentTarget.value);
          if (chosen) order.onChange(chosen.id, chosen.ascending);
        }}
      />
      {sorted && (
        <SegmentedControl
          aria-label="Order"
          value={order.ascending ? 'up' : 'down'}
          data={[
            { value: 'down', label: 'High to low' },
            { value: 'up', label: 'Low to high' },
          ]}
          onChange={(value) => order.onChange(sorted.id, value === 'up')}
        />
      )}
    </Group>
  );
}
