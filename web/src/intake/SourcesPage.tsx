import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { SettledSource, SettledSources } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { AskedButton } from '@/parts/AskedButton';
import { Empty } from '@/parts/Empty';
import { Loaded } from '@/parts/Loaded';
import { useNames } from '@/parts/names';
import { OtherProblem } from '@/parts/OtherProblem';
import { Page, Sheet } from '@/parts/Page';
import { said } from '@/parts/say';
import { useKept } from '@/parts/useKept';
import { When } from '@/parts/When';
import { ManySpeakers } from './ManySpeakers';
import { sourceSpeakersQuery, sourcesQuery, useSettledSources, useSourceSpeakers } from './queries';

const CHANNELS = [
  { value: '0', label: 'On the first channel' },
  { value: '1', label: 'On the second channel' },
];

/** Folders of the bucket, and on which channel the agent is in what is dropped into each. */
export function SourcesPage() {
  const query = useQuery(sourcesQuery);
  return (
    <Page
      title="Sources"
      above={[
        <Anchor key="intake" to="/intake">
          Intake
        </Anchor>,
      ]}
      subtitle="Where the agent is in recordings of two channels, by the folder that they are dropped into"
    >
      <Loaded query={query}>
        {(settled) => (
          <Stack gap="lg">
            <NewSource settled={settled} onReload={() => query.refetch()} />
            {settled.sources.length === 0 ? (
              <Empty title="Nothing is settled yet">
                Without it the file itself says where the agent is, then the account’s settings, then the
                wording.
              </Empty>
            ) : (
              settled.sources.map((source) => (
                <One key={source.folder} source={source} settled={settled} onReload={() => query.refetch()} />
              ))
            )}
            <AnyFolder />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function NewSource({ settled, onReload }: { settled: SettledSources; onReload: () => Promise<unknown> }) {
  const kept = useKept('intake.new-source', { folder: '', channel: '1' });
  const { folder, channel } = kept.value;
  const change = useSettledSources(settled, () => {
    kept.forget({ folder: '', channel: '1' });
    said('Settled for what comes in from now on.');
  });
  const problem = change.error ? asProblem(change.error) : null;
  const wrong = problem?.field(`/sources/${settled.sources.length}/folder`);
  return (
    <Sheet title="Settle a source">
      <form
        aria-label="Settle a source"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate([...settled.sources, { folder: asFolder(folder), agent_channel: Number(channel) }]);
        }}
      >
        <Group gap="sm" align="flex-start">
          <TextInput
            label="Folder"
            description="Of the recordings bucket, with all below it"
            placeholder="calls/north/"
            w={{ base: '100%', xs: 280 }}
            value={folder}
            maxLength={500}
            error={wrong}
            onChange={(event) => {
              const typed = event.currentTarget.value;
              kept.set((before) => ({ ...before, folder: typed }));
            }}
          />
          <Select
            label="The agent is"
            description="In recordings of two channels"
            w={{ base: '100%', xs: 220 }}
            data={CHANNELS}
            value={channel}
            allowDeselect={false}
            onChange={(value) => kept.set((before) => ({ ...before, channel: value ?? '1' }))}
          />
        </Group>
        <Button mt="sm" type="submit" disabled={!folder.trim()} loading={change.isPending}>
          Settle
        </Button>
        <OtherProblem
          problem={problem}
          // What is wrong with the folder stands at it; what is wrong with others is said here.
          shown={wrong && problem?.fields.length === 1 ? ['sources'] : []}
          onReload={() => void onReload().then(() => change.reset())}
        />
      </form>
    </Sheet>
  );
}

function One({
  source,
  settled,
  onReload,
}: {
  source: SettledSource;
  settled: SettledSources;
  onReload: () => Promise<unknown>;
}) {
  const change = useSettledSources(settled);
  const name = useNames([source.by]);
  const put = (sources: SettledSource[]) => change.mutate(sources);
  return (
    <Sheet title={source.folder}>
      <Stack gap="sm">
        <Group gap="sm" align="flex-end">
          <Select
            label={`The agent in ${source.folder} is`}
            w={{ base: '100%', xs: 280 }}
            data={CHANNELS}
            value={String(source.agent_channel)}
            allowDeselect={false}
            disabled={change.isPending}
            onChange={(value) =>
              put(
                settled.sources.map((each) =>
                  each.folder === source.folder ? { ...each, agent_channel: Number(value) } : each,
                ),
              )
            }
          />
          <AskedButton
            label={`Remove ${source.folder}`}
            question={`Settle nothing for ${source.folder} any more?`}
            yes="Remove it"
            no="Keep it"
            pending={change.isPending}
            onYes={() => put(settled.sources.filter(({ folder }) => folder !== source.folder))}
          />
        </Group>
        <Text size="xs" c="dimmed">
          {`Settled by ${name(source.by) ?? 'somebody'}, `}
          <When at={source.at} />
        </Text>
        {change.error && (
          <OtherProblem
            problem={asProblem(change.error)}
            shown={[]}
            onReload={() => void onReload().then(() => change.reset())}
          />
        )}
        <Before folder={source.folder} />
      </Stack>
    </Sheet>
  );
}

/** Who is who in what was dropped into the folder so far. */
function Before({ folder }: { folder: string }) {
  const query = useQuery(sourceSpeakersQuery(folder));
  const correction = useSourceSpeakers(folder);
  return <ManySpeakers of={folder} query={query} correction={correction} />;
}

/** A folder that isn't settled, or is no more: what was dropped there can be corrected, and taken back, all the same. */
function AnyFolder() {
  const kept = useKept('intake.any-folder', '');
  const [folder, setFolder] = useState<string | null>(null);
  return (
    <Sheet title="What came from another folder">
      <Stack gap="sm">
        <form
          aria-label="Another folder"
          onSubmit={(event) => {
            event.preventDefault();
            setFolder(asFolder(kept.value));
          }}
        >
          <Group gap="sm" align="flex-end">
            <TextInput
              label="Folder whose speakers are to be corrected"
              placeholder="calls/north/"
              w={{ base: '100%', xs: 280 }}
              value={kept.value}
              maxLength={500}
              onChange={(event) => kept.set(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" disabled={!kept.value.trim()}>
              Look at it
            </Button>
          </Group>
        </form>
        {folder && <Before key={folder} folder={folder} />}
      </Stack>
    </Sheet>
  );
}

function asFolder(typed: string): string {
  return typed.trim().replace(/\/*$/, '/');
}
