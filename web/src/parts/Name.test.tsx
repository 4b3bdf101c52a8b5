import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Name } from './Name';

test('a name stands for itself, and one from the right stays together where it fits a line', () => {
  expect(renderToStaticMarkup(<Name of="Łucja" />)).toBe('<bdi>Łucja</bdi>');
  expect(renderToStaticMarkup(<Name of="ليلى منصور" />)).toBe(
    '<bdi style="white-space:nowrap">ليلى منصور</bdi>',
  );
  expect(renderToStaticMarkup(<Name of={'ليلى '.repeat(8)} />)).not.toContain('nowrap');
  expect(renderToStaticMarkup(<Name of={null} />)).toBe('');
});

const SOURCES = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true });
/** Fields of the API that hold somebody's name, where one stands alone as what is shown. */
const BARE =
  /(?<![=$])\{[\w.]*\b(?:agent|participant|facilitator|colleague|evaluator|assignee|author|by|\w+_by)_name\}/;

test('whoever is named is named by the one part', () => {
  const bare = Object.entries(SOURCES)
    .filter(([path]) => !path.includes('.test.'))
    .flatMap(([path, text]) =>
      text
        .split('\n')
        .filter((line) => BARE.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
  expect(bare).toEqual([]);
});
