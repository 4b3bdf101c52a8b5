import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { SettledSource, SettledSources } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { confirm } from '@/parts/confirm';
import { Empty } from '@/parts/Empty';
import { Loaded } from '@/parts/Loaded';
import { useNames } from '@/parts/names';
import { OtherProblem } from '@/parts/OtherProblem';
import { Page, Sheet } from '@/parts/Page';
import { said } from '@/parts/say';
import { useIntention } from '@/parts/useIntention';
import { When } from '@/parts/When';
import { HowFar } from './ImportSpeakers';
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
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function NewSource({ settled, onReload }: { settled: SettledSources; onReload: () => Promise<unknown> }) {
  const [folder, setFolder] = useState('');
  const [channel, setChannel] = useState('1');
  const change = useSettledSources(settled);
  const problem = change.error ? asProblem(change.error) : null;
  const wrong = problem?.field(`/sources/${settled.sources.length}/folder`);
  return (
    <Sheet title="Settle a source">
      <form
        aria-label="Settle a source"
        onSubmit={(event) => {
          event.preventDefault();
          const named = folder.trim().replace(/\/*$/, '/');
          change.mutate([...settled.sources, { folder: named, agent_channel: Number(channel) }], {
            onSuccess: () => {
              setFolder('');
              said('Settled for what comes in from now on.');
            },
          });
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
            onChange={(event) => setFolder(event.currentTarget.value)}
          />
          <Select
            label="The agent is"
            description="In recordings of two channels"
            w={{ base: '100%', xs: 220 }}
            data={CHANNELS}
            value={channel}
            allowDeselect={false}
            onChange={(value) => setChannel(value ?? '1')}
          />
        </Group>
        <Button mt="sm" type="submit" disabled={!folder.trim()} loading={change.isPending}>
          Settle
        </Button>
        <OtherProblem
          problem={problem}
          shown={wrong ? ['sources'] : []}
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
            label="The agent is"
            w={{ base: '100%', xs: 220 }}
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
          <Button
            variant="subtle"
            disabled={change.isPending}
            onClick={() => put(settled.sources.filter(({ folder }) => folder !== source.folder))}
          >
            Remove
          </Button>
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

/** What was dropped into the folder before it was settled. */
function Before({ folder }: { folder: string }) {
  const query = useQuery(sourceSpeakersQuery(folder));
  const keyOf = useIntention();
  const correction = useSourceSpeakers(folder);
  const known = query.data?.correction;
  const actions = query.data?.actions ?? [];
  const ask = (which: 'guessed' | 'swapped') =>
    confirm({
      title: which === 'swapped' ? 'Take it back?' : 'Swap agent and customer?',
      label: which === 'swapped' ? 'Take it back' : 'Swap speakers',
      children:
        which === 'swapped'
          ? 'In everything that the last correction has swapped, unless somebody said otherwise since.'
          : 'In everything from this folder of which it was guessed who is who.',
      onConfirm: () => correction.mutate({ which, key: keyOf([which, known?.id ?? '']) }),
    });
  return (
    <Stack gap="xs">
      {known && <HowFar known={known} />}
      {actions.length > 0 && (
        <Group gap="xs">
          <Button size="xs" variant="default" loading={correction.isPending} onClick={() => ask('guessed')}>
            Swap what came before where guessed
          </Button>
          {actions.includes('swapped') && known && known.swapped > 0 && (
            <Button size="xs" variant="subtle" disabled={correction.isPending} onClick={() => ask('swapped')}>
              Take it back
            </Button>
          )}
        </Group>
      )}
      {correction.error && (
        <OtherProblem
          problem={asProblem(correction.error)}
          shown={[]}
          onReload={() => void query.refetch().then(() => correction.reset())}
        />
      )}
    </Stack>
  );
}
