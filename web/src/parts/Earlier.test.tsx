import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { DataTable, type Column } from './DataTable';
import { Earlier, isOnRow } from './Earlier';
import { Loaded } from './Loaded';

const SOURCES = Object.entries(
  import.meta.glob<string>('../**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true }),
).filter(([path]) => !path.includes('.test.'));

/** Lists that no filter narrows, so that what is shown is never of an earlier one: the whole of one's own. */
const UNFILTERED = ['noticesQuery', 'groupsQuery()'];
/** Choices and forms that hold what they show against what is typed themselves, and aren't lists of rows. */
const OWN_WAY = ['PersonSelect', 'MentionField', 'SearchBox', 'TryPage', 'BuilderPage', 'useScoreWith'];

/** Functions that make a query whose earlier answer stays while the next is read. */
function keeping(): string[] {
  return SOURCES.flatMap(([, text]) =>
    text
      .split(/^(?=export (?:function|const) )/m)
      .filter((part) => /keepPreviousData,\n|placeholderData: keepPreviousData/.test(part))
      .map((part) => /^export (?:function|const) (\w+)/.exec(part)?.[1])
      .filter((name): name is string => name?.endsWith('Query') ?? false),
  );
}

/** Where rows are read of a list that keeps its earlier answer, and the name that the answer is given. */
function readings(): { path: string; text: string; name: string | undefined; of: string }[] {
  const kept = keeping();
  return SOURCES.flatMap(([path, text]) =>
    [...text.matchAll(/(?:const (\w+) = )?(?:itemsOf\()?use(Infinite)?Query\(([^;]*?)\);/gs)]
      .filter(
        ([, , infinite, asked = '']) =>
          infinite !== undefined ||
          asked.includes('keepPreviousData') ||
          kept.some((name) => asked.includes(`${name}(`)),
      )
      .map(([, name, , asked = '']) => ({ path, text, name, of: asked })),
  );
}

test('every list says whether its rows are those that were asked for', () => {
  const found = readings();
  expect(found.length).toBeGreaterThan(35);
  const silent = found
    .filter(
      ({ path, of }) =>
        !UNFILTERED.some((each) => of.includes(each)) && !OWN_WAY.some((each) => path.includes(each)),
    )
    .filter(
      ({ text, name = '–' }) =>
        !new RegExp(`more=\\{${name}\\}|<Earlier of=\\{${name}\\}|<Loaded\\s+query=\\{${name}\\}`).test(text),
    );
  expect(silent.map(({ path, of }) => `${path}: ${of}`)).toEqual([]);
});

test('what waits for new filters is busy, and its rows give way; what was asked for is not', () => {
  const drawn = (isPlaceholderData: boolean) =>
    renderToStaticMarkup(<Earlier of={{ isPlaceholderData }}>rows</Earlier>);
  expect(drawn(true)).toMatch(/aria-busy="true".*role="progressbar"/);
  expect(drawn(false)).not.toMatch(/aria-busy|progressbar/);
});

test('a press on a row or a link waits, whatever it came by; one beside them does not', () => {
  const row = {} as Element;
  const in_ = (...selectors: string[]) => ({
    closest: (asked: string) => (selectors.some((each) => asked.split(', ').includes(each)) ? row : null),
  });
  const holds = { contains: (other: Element) => other === row };
  for (const place of ['tbody', 'li', 'dd', 'a']) expect(isOnRow(in_(place), holds)).toBe(true);
  expect(isOnRow(in_('thead'), holds)).toBe(false);
  // A list that what is held stands in is no row of it.
  expect(isOnRow(in_('li'), { contains: () => false })).toBe(false);
});

test('whatever is loaded says it', () => {
  const drawn = (isPlaceholderData: boolean) =>
    renderToStaticMarkup(
      <Loaded
        query={{
          data: 'figures',
          error: null,
          refetch: () => Promise.reject(new Error()),
          isPlaceholderData,
        }}
      >
        {(data) => data}
      </Loaded>,
    );
  expect(drawn(true)).toContain('aria-busy');
  expect(drawn(true)).toContain('figures');
  expect(drawn(false)).toBe(drawn(true).replace(/ data-earlier.*?><div.*?<\/div>/, '>'));
});

interface Row {
  name: string;
  number: number;
}
const COLUMNS: Column<Row>[] = [
  { id: 'name', header: 'Name', value: ({ name }) => name, render: ({ name }) => name },
  {
    id: 'number',
    header: 'Number',
    align: 'right',
    value: ({ number }) => number,
    render: ({ number }) => number,
  },
  { id: 'note', header: 'Note', render: () => '–' },
];

function table(isPlaceholderData: boolean, rows: Row[], by?: string): string {
  const more = {
    isPlaceholderData,
    hasNextPage: false,
    isFetchingNextPage: false,
    isFetchNextPageError: false,
    fetchNextPage: () => undefined,
    error: null,
  };
  return renderToStaticMarkup(
    <MantineProvider>
      <DataTable
        name="Rows"
        id="rows"
        columns={COLUMNS}
        rows={rows}
        rowKey={({ name }) => name}
        more={more}
        empty="There is nothing"
        {...(by !== undefined && { order: { by, ascending: true, onChange: () => undefined } })}
      />
    </MantineProvider>,
  );
}

test('a table of earlier rows is busy, and that there was nothing is not said of what is being read', () => {
  const rows = [{ name: 'One', number: 1 }];
  expect(table(true, rows)).toContain('data-earlier');
  expect(table(false, rows)).not.toContain('data-earlier');
  expect(table(false, [])).toContain('There is nothing');
  expect(table(true, [])).not.toContain('There is nothing');
  expect(table(true, [])).toContain('aria-label="Loading"');
});

test('a heading by which rows can be sorted is a button, and says which way they stand', () => {
  const drawn = table(false, [{ name: 'One', number: 1 }], 'number');
  expect(drawn.match(/<th[^>]*>.*?<\/th>/g)?.map((head) => /aria-sort="(\w+)"/.exec(head)?.[1])).toEqual([
    undefined,
    'ascending',
    undefined,
  ]);
  expect(drawn.match(/<th[^>]*><button/g)).toHaveLength(2);
  expect(table(false, [{ name: 'One', number: 1 }])).not.toContain('<th scope="col"><button');
});
