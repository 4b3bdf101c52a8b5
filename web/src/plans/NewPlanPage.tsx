import { Button, Group, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Channel, EffectMetric } from '@/api/schema';
import { CHANNEL_WORDS } from '@/interactions/words';
import { Anchor } from '@/parts/Anchor';
import { Loaded } from '@/parts/Loaded';
import { Page, Sheet } from '@/parts/Page';
import { wordOf } from '@/parts/words';
import { byPlainLetters } from '@/parts/plain';
import { useMe } from '@/session/me';
import { CHANNELS } from './addresses';
import { adviceQuery } from './queries';
import { Wizard } from './Wizard';

const route = getRouteApi('/signed-in/coaching/plans/new');

/** A new coaching plan: for which conversations, and then step by step. */
export function NewPlanPage() {
  const { channel, inquiry, metric } = route.useSearch();
  return (
    <Page
      title="New coaching plan"
      subtitle={channel && inquiry && `${inquiry}, ${wordOf(CHANNEL_WORDS, channel)}`}
      above={[
        <Anchor key="list" to="/coaching/plans">
          Coaching plans
        </Anchor>,
      ]}
    >
      {channel && inquiry ? (
        <Advised key={`${channel}.${inquiry}`} channel={channel} inquiry={inquiry} metric={metric} />
      ) : (
        <Sheet title="For which conversations">
          <Choice channel={channel} inquiry={inquiry} />
        </Sheet>
      )}
    </Page>
  );
}

function Advised({
  channel,
  inquiry,
  metric,
}: {
  channel: Channel;
  inquiry: string;
  metric: EffectMetric | undefined;
}) {
  const query = useQuery(adviceQuery(channel, inquiry));
  return <Loaded query={query}>{(advice) => <Wizard advice={advice} asked={metric} />}</Loaded>;
}

/** Channel and inquiry, for whoever doesn't come from their page of an inquiry. */
function Choice({ channel, inquiry }: { channel: Channel | undefined; inquiry: string | undefined }) {
  const navigate = route.useNavigate();
  const { inquiries } = useMe().settings;
  const [chosen, setChosen] = useState<Channel>(channel ?? 'voice');
  const [about, setAbout] = useState<string | null>(inquiry ?? null);
  const [asked, setAsked] = useState(false);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (about) void navigate({ search: { channel: chosen, inquiry: about } });
      }}
    >
      <Stack gap="md" maw={420}>
        <Select
          label="Channel"
          allowDeselect={false}
          data={CHANNELS.map((value) => ({ value, label: wordOf(CHANNEL_WORDS, value) }))}
          value={chosen}
          onChange={(value) => setChosen(CHANNELS.find((each) => each === value) ?? 'voice')}
        />
        <Select
          label="Inquiry"
          description="What the conversations are about"
          required
          searchable
          filter={byPlainLetters}
          nothingFoundMessage="No inquiry of that name"
          data={inquiries}
          value={about}
          error={asked && !about ? 'Choose an inquiry' : undefined}
          onChange={setAbout}
        />
        <Group justify="flex-end">
          <Button type="submit">Continue</Button>
        </Group>
      </Stack>
    </form>
  );
}
