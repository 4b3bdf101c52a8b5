import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { asProblem } from '@/api/problems';
import type { NamePatternSaid, NamePatternsView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Disclosure } from '@/parts/Disclosure';
import { Empty } from '@/parts/Empty';
import { Loaded } from '@/parts/Loaded';
import { OtherProblem } from '@/parts/OtherProblem';
import { Page, Sheet } from '@/parts/Page';
import { said } from '@/parts/say';
import { useKept } from '@/parts/useKept';
import { NamePatternFields } from './NamePatternFields';
import { NamePatternTrial } from './NamePatternTrial';
import { namePatternsQuery, useSettledPatterns } from './patternQueries';
import { asSent, EMPTY, FIELDS, moved, saidOf } from './patterns';

/** How the names of files are read: patterns in their order, and a place to try them before anything comes in. */
export function NamePatternsPage() {
  const query = useQuery(namePatternsQuery);
  return (
    <Page
      title="Names of files"
      above={[
        <Anchor key="intake" to="/conversations/intake">
          Intake
        </Anchor>,
      ]}
      subtitle="What the names that a telephony system gives its files say: the first pattern that fits is read"
    >
      <Loaded query={query}>
        {(settled) => <Editor key={settled.revision} settled={settled} onReload={() => query.refetch()} />}
      </Loaded>
    </Page>
  );
}

function Editor({ settled, onReload }: { settled: NamePatternsView; onReload: () => Promise<unknown> }) {
  const as = settled.patterns.map(saidOf);
  const kept = useKept<NamePatternSaid[] | null>('intake.name-patterns', null);
  const patterns = kept.value ?? as;
  const list = useRef<HTMLDivElement>(null);
  const change = useSettledPatterns(settled, () => {
    kept.forget(null);
    said('Settled for what comes in from now on.');
  });
  const problem = change.error ? asProblem(change.error) : null;
  const put = (next: NamePatternSaid[]) => {
    change.reset();
    kept.set(next);
  };
  const add = (one: NamePatternSaid) => {
    put([...patterns, one]);
    // Whoever added it goes on with it.
    setTimeout(() => list.current?.querySelector<HTMLElement>('fieldset:last-of-type input')?.focus());
  };
  const changed = kept.value !== null && JSON.stringify(asSent(patterns)) !== JSON.stringify(as);
  return (
    <Stack gap="lg">
      <Sheet title="Patterns">
        <form
          aria-label="Patterns"
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate(asSent(patterns));
          }}
        >
          <Stack gap="md" ref={list}>
            {patterns.length === 0 && (
              <Empty title="Nothing is settled yet">
                Without patterns, dates and marks such as _AGENT_x_ and _QUEUE_x_ are read in names. What a
                pattern doesn’t read is still read so.
              </Empty>
            )}
            {patterns.map((one, place) => (
              <NamePatternFields
                key={place}
                one={one}
                place={place}
                last={place === patterns.length - 1}
                fault={(field) => problem?.field(`/patterns/${place}/${field}`)}
                onChange={(next) => put(patterns.map((each, at) => (at === place ? next : each)))}
                onMove={(by) => put(moved(patterns, place, by))}
                onRemove={() => put(patterns.filter((_, at) => at !== place))}
              />
            ))}
            <Group gap="sm" align="flex-end">
              <Button
                variant="default"
                onClick={() => add({ ...EMPTY, name: `Pattern ${patterns.length + 1}` })}
              >
                Add a pattern
              </Button>
              <Select
                label="Add a ready-made one"
                placeholder="Choose a system"
                w={{ base: '100%', xs: 320 }}
                data={settled.ready_made.map(({ pattern }) => pattern.name)}
                value={null}
                onChange={(chosen) => {
                  const made = settled.ready_made.find(({ pattern }) => pattern.name === chosen);
                  if (made) add(made.pattern);
                }}
              />
            </Group>
            <Group gap="sm">
              <Button type="submit" disabled={!changed} loading={change.isPending}>
                Settle
              </Button>
              {changed && (
                <Button
                  variant="subtle"
                  onClick={() => {
                    change.reset();
                    kept.forget(null);
                  }}
                >
                  As it was
                </Button>
              )}
            </Group>
            <OtherProblem
              problem={problem}
              // What is wrong with a pattern stands at its field.
              shown={
                problem?.fields.every(({ pointer }) => /^\/patterns\/\d/.test(pointer)) ? ['patterns'] : []
              }
              onReload={() => void onReload().then(() => change.reset())}
            />
            <Disclosure label="What may stand in a pattern">
              <Stack component="ul" gap={4} m={0} pl="md">
                {FIELDS.map(({ written, means }) => (
                  <Text component="li" size="sm" key={written}>
                    <Text span ff="monospace" inherit>
                      {written}
                    </Text>
                    {`: ${means}`}
                  </Text>
                ))}
              </Stack>
              <Text size="sm" c="dimmed" mt="xs">
                All else stands in the name as it is; a brace is written twice. A name is compared without its
                ending, and with as many folders as the pattern has.
              </Text>
            </Disclosure>
          </Stack>
        </form>
      </Sheet>
      <NamePatternTrial patterns={asSent(patterns)} readyMade={settled.ready_made} changed={changed} />
    </Stack>
  );
}
