import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { asProblem } from '@/api/problems';
import type { NamePatternSaid, NamePatternsView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Disclosure } from '@/parts/Disclosure';
import { Empty } from '@/parts/Empty';
import { firstControl, useFollowing } from '@/parts/focus';
import { Loaded } from '@/parts/Loaded';
import { OtherProblem } from '@/parts/OtherProblem';
import { Page, Sheet } from '@/parts/Page';
import { said } from '@/parts/say';
import { useKept } from '@/parts/useKept';
import { NamePatternFields } from './NamePatternFields';
import { NamePatternTrial } from './NamePatternTrial';
import { namePatternsQuery, usePatternTrial, useSettledPatterns } from './patternQueries';
import { asSent, atFields, EMPTY, FIELDS, moved, saidOf } from './patterns';

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
        {(settled) => <Editor settled={settled} onReload={() => query.refetch()} />}
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
  const trial = usePatternTrial();
  const error = change.error ?? trial.error;
  const problem = error ? asProblem(error) : null;
  const add = useRef<HTMLDivElement>(null);
  const foot = useRef<HTMLDivElement>(null);
  // Once they are settled, or as they were, there is nothing to settle.
  const follow = useFollowing(`${change.isPending} ${kept.value === null}`, () =>
    change.isPending ? null : (firstControl(foot.current) ?? firstControl(add.current)),
  );
  /** Go on, once it is shown, in the pattern that stands at a place: where there is none, with adding one. */
  const goTo = (place: number, wanted: string) =>
    setTimeout(() => {
      const there = list.current?.querySelectorAll('fieldset')[place] ?? add.current;
      const found = there?.querySelector<HTMLElement>(wanted) ?? firstControl(there);
      if (found instanceof HTMLElement) found.focus();
    });
  const put = (next: NamePatternSaid[]) => {
    change.reset();
    if (trial.error) trial.reset();
    kept.set(next);
  };
  const append = (one: NamePatternSaid) => {
    put([...patterns, one]);
    goTo(patterns.length, 'input');
  };
  const move = (place: number, by: -1 | 1) => {
    put(moved(patterns, place, by));
    // The same button of the same pattern, or the other one at an end of the list.
    goTo(place + by, `[data-move="${by}"]:not(:disabled), [data-move="${-by}"]:not(:disabled)`);
  };
  const changed = kept.value !== null && JSON.stringify(asSent(patterns)) !== JSON.stringify(as);
  return (
    <Stack gap="lg">
      <Sheet title="Patterns">
        <form
          aria-label="Patterns"
          onSubmit={(event) => {
            event.preventDefault();
            follow();
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
                onMove={(by) => move(place, by)}
                onRemove={() => {
                  put(patterns.filter((_, at) => at !== place));
                  goTo(place, 'input');
                }}
              />
            ))}
            <Group gap="sm" align="flex-end" ref={add}>
              <Button
                variant="default"
                onClick={() => append({ ...EMPTY, name: `Pattern ${patterns.length + 1}` })}
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
                  if (made) append(made.pattern);
                }}
              />
            </Group>
            <Group gap="sm" ref={foot}>
              <Button type="submit" disabled={!changed} loading={change.isPending}>
                Settle
              </Button>
              {changed && (
                <Button
                  variant="subtle"
                  onClick={() => {
                    follow();
                    change.reset();
                    kept.forget(null);
                  }}
                >
                  As it was
                </Button>
              )}
            </Group>
            <OtherProblem
              problem={change.error ? problem : null}
              shown={atFields(problem)}
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
      <NamePatternTrial
        patterns={asSent(patterns)}
        readyMade={settled.ready_made}
        changed={changed}
        trial={trial}
      />
    </Stack>
  );
}
