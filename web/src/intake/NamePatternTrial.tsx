import { Button, Group, List, Stack, Text, Textarea } from '@mantine/core';
import { asProblem } from '@/api/problems';
import type { NamePatternSaid, NamePatternsView, NameTried } from '@/api/schema';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { counted } from '@/parts/numbers';
import { OtherProblem } from '@/parts/OtherProblem';
import { Sheet } from '@/parts/Page';
import { Tag } from '@/parts/Tag';
import { useKept } from '@/parts/useKept';
import { When } from '@/parts/When';
import { labelOf } from './CompletionField';
import type { usePatternTrial } from './patternQueries';
import { atFields, MOST_NAMES, namesIn, sayPart } from './patterns';

const COLUMNS: Column<NameTried>[] = [
  {
    id: 'name',
    header: 'Name',
    render: ({ name }) => <span style={{ overflowWrap: 'anywhere' }}>{name}</span>,
  },
  {
    id: 'pattern',
    header: 'Pattern that fits',
    render: ({ pattern, part }) => pattern ?? (sayPart(part) ? '' : <Tag tone="watch">None</Tag>),
  },
  { id: 'read', header: 'What is read', render: (tried) => <Read tried={tried} /> },
  { id: 'held', header: 'What becomes of it', render: (tried) => <Becomes tried={tried} /> },
];

/** Names that are pasted, and what the patterns above would make of them, settled or not. */
export function NamePatternTrial({
  patterns,
  readyMade,
  changed,
  trial,
}: {
  patterns: NamePatternSaid[];
  readyMade: NamePatternsView['ready_made'];
  changed: boolean;
  trial: ReturnType<typeof usePatternTrial>;
}) {
  // Names to try: there is nothing to save.
  const kept = useKept('intake.name-pattern-trial', '', true);
  const names = namesIn(kept.value);
  const asked = { names: names.slice(0, MOST_NAMES), patterns };
  const earlier = trial.data && JSON.stringify(trial.variables) !== JSON.stringify(asked);
  const problem = trial.error ? asProblem(trial.error) : null;
  const examples = readyMade
    .filter(({ pattern }) => patterns.some((each) => each.pattern === pattern.pattern))
    .map(({ example }) => example);
  return (
    <Sheet title="Try it">
      <Stack gap="md">
        <form
          aria-label="Try names"
          onSubmit={(event) => {
            event.preventDefault();
            trial.mutate(asked);
          }}
        >
          <Textarea
            label="Names of files"
            description={`One on a line, with their folders or without; ${MOST_NAMES} at once. Nothing comes in by trying.`}
            autosize
            minRows={3}
            maxRows={12}
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            value={kept.value}
            error={names.length > MOST_NAMES && `Only the first ${MOST_NAMES} are tried.`}
            onChange={(event) => kept.set(event.currentTarget.value)}
          />
          <Group gap="sm" mt="sm">
            <Button type="submit" variant="default" disabled={names.length === 0} loading={trial.isPending}>
              Try
            </Button>
            {examples.length > 0 && (
              <Button
                variant="subtle"
                onClick={() => kept.set([...new Set([...names, ...examples])].join('\n'))}
              >
                Put in examples
              </Button>
            )}
            {changed && (
              <Text size="sm" c="dimmed">
                Tried are the patterns as they stand above, which aren’t settled yet.
              </Text>
            )}
          </Group>
        </form>
        <OtherProblem problem={problem} shown={atFields(problem)} />
        {trial.data && (
          <>
            <Text size="sm" role="status">
              {sayTried(trial.data.names)}
              {earlier && ' Names or patterns have changed since: try again.'}
            </Text>
            <DataTable
              name="Names that were tried"
              id="intake-names-tried"
              columns={COLUMNS}
              rows={trial.data.names}
              rowKey={({ name }) => name}
              empty={<Empty title="Nothing was tried" />}
            />
          </>
        )}
      </Stack>
    </Sheet>
  );
}

function sayTried(tried: NameTried[]): string {
  const fitting = tried.filter(({ pattern }) => pattern !== null).length;
  const held = tried.filter(({ reasons }) => reasons.length > 0).length;
  return `${counted(tried.length, 'name')} tried: a pattern fits ${fitting}, ${held} would be held.`;
}

function Read({ tried }: { tried: NameTried }) {
  if (tried.values.length === 0) return null;
  return (
    <List size="sm" listStyleType="none">
      {tried.values.map(({ field, value, by_pattern: own }) => (
        <List.Item key={field}>
          <Text span inherit c="dimmed">
            {labelOf(field)}
            {own ? '' : ' (not by the pattern)'}
            {': '}
          </Text>
          {field === 'started_at' ? <When at={value} /> : value}
        </List.Item>
      ))}
    </List>
  );
}

function Becomes({ tried }: { tried: NameTried }) {
  const part = sayPart(tried.part);
  if (part) return part;
  if (tried.reasons.length === 0) return <Tag tone="good">Nothing would hold it</Tag>;
  return (
    <List size="sm" listStyleType="none">
      {tried.reasons.map(({ code, sentence }) => (
        <List.Item key={code}>{sentence}</List.Item>
      ))}
    </List>
  );
}
