/** Sorting a table that is there whole, by a column that its address names. */
import type { Column, Order } from './DataTable';

/** What an address carries of it: a column's id, and whether the lowest stands first. */
export interface OrderSearch {
  sort?: string | undefined;
  ascending?: 'yes' | undefined;
}

/** The order that an address asks for, and how pressing a heading changes it. */
export function orderIn(search: OrderSearch, onChange: (by: OrderSearch) => void): Order {
  return {
    by: search.sort,
    ascending: search.ascending !== undefined,
    onChange: (sort, ascending) => onChange({ sort, ascending: ascending ? 'yes' : undefined }),
  };
}

/**
 * Rows by the column that is asked for; as they came where none is, or none of that name.
 * What has no value stands last both ways, and equals keep the order in which they came.
 */
export function ordered<T>(rows: T[], columns: Column<T>[], { by, ascending }: Order): T[] {
  const value = columns.find(({ id }) => id === by)?.value;
  if (!value) return rows;
  const way = ascending ? 1 : -1;
  return [...rows].sort((one, other) => {
    const [a, b] = [value(one) ?? null, value(other) ?? null];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    if (typeof a === 'number' && typeof b === 'number') return way * (a - b);
    return way * String(a).localeCompare(String(b), 'en', { numeric: true });
  });
}
