import {
  ActionIcon,
  Box,
  Button,
  Group,
  Popover,
  Skeleton,
  Stack,
  Text,
  UnstyledButton,
} from '@mantine/core';
import { useElementSize, useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { IconColumns3 } from '@tabler/icons-react';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type MouseEvent, type ReactNode } from 'react';
import classes from './DataTable.module.css';
import { Earlier } from './Earlier';
import { firstControl, useFollowing } from './focus';
import { late } from './late';
import { ProblemNotice } from './ProblemNotice';
import { useNear } from './useNear';

/** A column. The first one names the row and carries the link to it. */
export interface Column<T> {
  /** Stable name: hidden columns are remembered by it. */
  id: string;
  header: string;
  render: (row: T) => ReactNode;
  /** What rows are sorted by: in a table with an {@link Order} its heading can be pressed. */
  value?: (row: T) => number | string | null | undefined;
  /** Numbers stand at the right. */
  align?: 'right';
  /** Hidden until somebody shows it. */
  hidden?: boolean;
  width?: number | string;
}

/** By which column the rows stand, and what a press on a heading asks for. */
export interface Order {
  by: string | undefined;
  ascending: boolean;
  onChange: (by: string, ascending: boolean) => void;
}

/** What the table has to know of the list behind it; an infinite query has all of it. */
export interface More {
  isPlaceholderData: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => unknown;
  error: unknown;
}

// What only some press for is read when they do: tables are part of the first load.
const ColumnChecks = late(() => import('./ColumnChecks').then((part) => part.ColumnChecks));
// A card has no headings to press.
const OrderChoice = late(() => import('./OrderChoice').then((part) => part.OrderChoice));

const ROW_PX = 44;
/** Below this number of rows all of them are in the page, and the browser's own search finds them. */
const VIRTUAL_FROM = 80;

/**
 * A dense table with a sticky head and columns that can be hidden; on a narrow window, a list of cards.
 * Ten thousand rows stay smooth, since only those in sight exist. Further pages are read as the end comes near.
 *
 * @param name what the rows are, for those who can't see the table.
 * @param id under which hidden columns are remembered in this browser.
 * @param openKey the row that stands open beside the table.
 * @param order by which column the rows were sorted, where that can be chosen; whoever gives it sorts them.
 * @param onOpen what a click anywhere on a row does, beside the link in its first column.
 */
export function DataTable<T>({
  name,
  id,
  columns,
  rows,
  rowKey,
  openKey,
  onOpen,
  order,
  more,
  loading = false,
  empty,
}: {
  name: string;
  id: string;
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string;
  openKey?: string | undefined;
  onOpen?: (row: T) => void;
  order?: Order;
  more?: More;
  loading?: boolean;
  empty?: ReactNode;
}) {
  const [hidden, setHidden] = useLocalStorage<string[]>({
    key: `debrief.columns.${id}`,
    defaultValue: columns.filter((column) => column.hidden).map((column) => column.id),
    getInitialValueInEffect: false,
  });
  const shown = columns.filter((column, index) => index === 0 || !hidden.includes(column.id));
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const shape = { name, columns: shown, rows, rowKey, openKey, onOpen, order, complete: !more?.hasNextPage };

  // That there was nothing for earlier filters tells nothing of these.
  if (loading || (rows.length === 0 && more?.isPlaceholderData)) return <Waiting columns={shown.length} />;
  if (rows.length === 0 && !more?.hasNextPage) return <>{empty}</>;
  const table = (
    <Box>
      {columns.length > 3 && !narrow && (
        <Group justify="flex-end" px="sm" pt={4} className="no-print">
          <ColumnChoice columns={columns} hidden={hidden} onChange={setHidden} />
        </Group>
      )}
      {narrow && order && <OrderChoice columns={sortable(columns)} order={order} />}
      {narrow ? <Cards {...shape} /> : <Rows {...shape} />}
      {more && <End more={more} shown={rows.length} />}
    </Box>
  );
  return <Earlier of={more}>{table}</Earlier>;
}

/** Columns by which a table can be sorted, and which way each goes first: figures from the highest, names from A. */
function sortable<T>(columns: Column<T>[]) {
  return columns
    .filter((column) => column.value)
    .map(({ id, header, align }) => ({ id, header, ascending: align !== 'right' }));
}

/** A column's name; where the table can be sorted by it, a press does so, and the next one turns it round. */
function Head<T>({ column, order }: { column: Column<T>; order: Order | undefined }) {
  if (!order || !column.value) return <>{column.header}</>;
  const sorted = order.by === column.id;
  const next = sorted ? !order.ascending : column.align !== 'right';
  return (
    <UnstyledButton className={classes.sort} onClick={() => order.onChange(column.id, next)}>
      {column.header}
      <span aria-hidden className={classes.arrow}>
        {sorted ? (order.ascending ? '↑' : '↓') : '↕'}
      </span>
    </UnstyledButton>
  );
}

interface Shape<T> {
  name: string;
  columns: Column<T>[];
  rows: T[];
  rowKey: (row: T) => string;
  openKey?: string | undefined;
  onOpen?: ((row: T) => void) | undefined;
  order?: Order | undefined;
  complete: boolean;
}

/** The rows in sight, and how much room those before and after them take. */
function useInSight(count: number, estimate: number) {
  const place = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useEffect(() => {
    if (place.current) setTop(place.current.getBoundingClientRect().top + window.scrollY);
  }, [count]);
  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => estimate,
    overscan: 12,
    scrollMargin: top,
    enabled: count >= VIRTUAL_FROM,
  });
  if (count < VIRTUAL_FROM) {
    return {
      place,
      indices: Array.from({ length: count }, (_, i) => i),
      before: 0,
      after: 0,
      measure: undefined,
    };
  }
  const items = virtualizer.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  return {
    place,
    indices: items.map((item) => item.index),
    before: first ? first.start - top : 0,
    after: last ? virtualizer.getTotalSize() - (last.end - top) : 0,
    measure: virtualizer.measureElement,
  };
}

function Rows<T>({ name, columns, rows, rowKey, openKey, onOpen, order, complete }: Shape<T>) {
  const { place, indices, before, after, measure } = useInSight(rows.length, ROW_PX);
  return (
    <div className={classes.scroll} ref={place}>
      <table className={classes.table} aria-label={name} aria-rowcount={complete ? rows.length + 1 : -1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                aria-sort={
                  order?.by === column.id ? (order.ascending ? 'ascending' : 'descending') : undefined
                }
                className={`${classes.head ?? ''} ${column.align === 'right' ? (classes.right ?? '') : ''}`}
                style={{ width: column.width }}
              >
                <Head column={column} order={order} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap px={before} span={columns.length} />
          {indices.map((index) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <tr
                key={rowKey(row)}
                ref={measure}
                data-index={index}
                aria-rowindex={index + 2}
                className={classes.row}
                data-opens={onOpen ? '' : undefined}
                data-open={rowKey(row) === openKey ? '' : undefined}
                onClick={onOpen && ((event) => passedOn(event) && onOpen(row))}
              >
                {columns.map((column) => (
                  <td
                    key={column.id}
                    className={`${classes.cell ?? ''} ${column.align === 'right' ? (classes.right ?? '') : ''}`}
                  >
                    {column.render(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          <Gap px={after} span={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

function Gap({ px, span }: { px: number; span: number }) {
  if (px <= 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={span} style={{ height: px, padding: 0 }} />
    </tr>
  );
}

function Cards<T>({ name, columns, rows, rowKey, openKey, complete }: Shape<T>) {
  const { place, indices, before, after, measure } = useInSight(rows.length, 150);
  const [title, ...facts] = columns;
  return (
    <div ref={place}>
      <ul aria-label={name} style={{ listStyle: 'none', margin: 0, padding: `${before}px 0 ${after}px` }}>
        {indices.map((index) => {
          const row = rows[index];
          if (row === undefined || title === undefined) return null;
          return (
            <li
              key={rowKey(row)}
              ref={measure}
              data-index={index}
              aria-setsize={complete ? rows.length : -1}
              aria-posinset={index + 1}
              className={classes.card}
              data-open={rowKey(row) === openKey ? '' : undefined}
            >
              <Text component="div" fw={550}>
                {title.render(row)}
              </Text>
              <dl style={{ margin: 0 }}>
                {facts.map((fact) => (
                  <div key={fact.id} className={classes.fact}>
                    <dt>{fact.header}</dt>
                    <dd>{fact.render(row)}</dd>
                  </div>
                ))}
              </dl>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Whether a click was meant for the row, and not for a link, a button or a selection of text in it. */
function passedOn(event: MouseEvent): boolean {
  const meant = (event.target as Element).closest('a, button, input, label, [role="button"]');
  return !meant && !event.defaultPrevented && !window.getSelection()?.toString();
}

function ColumnChoice<T>({
  columns,
  hidden,
  onChange,
}: {
  columns: Column<T>[];
  hidden: string[];
  onChange: (hidden: string[]) => void;
}) {
  return (
    <Popover position="bottom-end" withArrow shadow="md">
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="Choose columns">
          <IconColumns3 size={17} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <ColumnChecks columns={columns.slice(1)} hidden={hidden} onChange={onChange} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** The end of what was read: the next page comes by itself as it nears, or by the button. */
function End({ more, shown }: { more: More; shown: number }) {
  const { ref, near } = useNear('600px');
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = more;
  useEffect(() => {
    // `shown` too: a page may bring nothing that may be seen, and the end is near still.
    if (near && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) fetchNextPage();
  }, [near, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, shown]);
  const place = useRef<HTMLDivElement>(null);
  // The button goes with the last page, and can't be pressed meanwhile: whoever is at it stays at the end of the list.
  const follow = useFollowing(`${isFetchingNextPage} ${hasNextPage}`, () =>
    isFetchingNextPage ? null : (firstControl(place.current) ?? place.current),
  );
  if (!hasNextPage) return <div ref={place} tabIndex={-1} />;
  return (
    <Box ref={ref} p="sm" ta="center">
      {isFetchNextPageError ? (
        <ProblemNotice error={more.error} onRetry={() => fetchNextPage()} />
      ) : (
        <div ref={place}>
          <Button
            variant="subtle"
            size="xs"
            loading={isFetchingNextPage}
            onFocus={follow}
            onClick={() => fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      )}
    </Box>
  );
}

function Waiting({ columns }: { columns: number }) {
  const { ref, width } = useElementSize();
  return (
    <Stack gap="md" p="md" ref={ref} role="status" aria-busy="true" aria-label="Loading">
      {Array.from({ length: 8 }, (_, row) => (
        <Group key={row} gap="lg" wrap="nowrap">
          {Array.from({ length: Math.min(columns, width < 600 ? 2 : 7) }, (_, column) => (
            <Skeleton key={column} height={14} style={{ flex: column === 0 ? 2 : 1 }} />
          ))}
        </Group>
      ))}
    </Stack>
  );
}
