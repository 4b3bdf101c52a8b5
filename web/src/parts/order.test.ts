import { expect, test } from 'vitest';
import type { Column } from './DataTable';
import { ordered, orderIn } from './order';

interface Row {
  name: string;
  rate: number | null;
}
const COLUMNS: Column<Row>[] = [
  { id: 'name', header: 'Name', value: ({ name }) => name, render: ({ name }) => name },
  { id: 'rate', header: 'Rate', value: ({ rate }) => rate, render: ({ rate }) => rate },
  { id: 'note', header: 'Note', render: () => '–' },
];
const ROWS: Row[] = [
  { name: 'Item 10', rate: 4 },
  { name: 'Item 9', rate: null },
  { name: 'Élan', rate: 4 },
  { name: 'zeal', rate: 9 },
];
const by = (sort?: string, ascending?: 'yes') =>
  ordered(
    ROWS,
    COLUMNS,
    orderIn({ sort, ascending }, () => undefined),
  ).map(({ name }) => name);

test('rows stand by a column either way; what has no value is last, and equals stay as they came', () => {
  expect(by('rate')).toEqual(['zeal', 'Item 10', 'Élan', 'Item 9']);
  expect(by('rate', 'yes')).toEqual(['Item 10', 'Élan', 'zeal', 'Item 9']);
  expect(by('name', 'yes')).toEqual(['Élan', 'Item 9', 'Item 10', 'zeal']);
});

test('without a column, or with one by which nothing is sorted, rows stay as they came', () => {
  const given = ROWS.map(({ name }) => name);
  expect(by()).toEqual(given);
  expect(by('note')).toEqual(given);
  expect(by('moon', 'yes')).toEqual(given);
});

test('what is pressed stands in the address', () => {
  const asked: object[] = [];
  const order = orderIn({}, (search) => asked.push(search));
  order.onChange('rate', false);
  order.onChange('rate', true);
  expect(asked).toEqual([
    { sort: 'rate', ascending: undefined },
    { sort: 'rate', ascending: 'yes' },
  ]);
});
