import { List } from '@mantine/core';
import type { ImportItem } from '@/api/schema';
import { count, counted } from '@/parts/numbers';

/** What an import has done so far, or would do. */
export function ImportOutcome({ result }: { result: ImportItem }) {
  const rows = [
    { word: 'teams', names: result.teams_created, made: result.teams_made },
    { word: 'groups', names: result.groups_created, made: result.groups_made },
  ];
  return (
    <List size="sm">
      <List.Item>{counted(result.created, 'person', 'people')} added</List.Item>
      <List.Item>{counted(result.updated, 'person', 'people')} changed</List.Item>
      <List.Item>{counted(result.unchanged, 'person', 'people')} unchanged</List.Item>
      {result.left > 0 && <List.Item>{counted(result.left, 'person', 'people')} left out</List.Item>}
      {rows.map(
        ({ word, names, made }) =>
          made > 0 && (
            <List.Item key={word}>
              New {word}: {names.join(', ')}
              {made > names.length && ` and ${count(made - names.length)} more`}
            </List.Item>
          ),
      )}
    </List>
  );
}
