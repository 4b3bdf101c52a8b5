import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ChannelHealthView, OutsideChannel } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import type { Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { When } from '@/parts/When';
import { wordOf } from '@/parts/words';
import { AccountList, AddButton } from './AccountList';
import { ChannelForm } from './ChannelForm';
import { channelsQuery } from './channelQueries';
import { Health } from './ChannelHealth';
import { TYPE_TITLES } from './channels';
import { NEW, type Opened } from './opened';

const COLUMNS: Column<OutsideChannel>[] = [
  {
    id: 'name',
    header: 'Channel',
    render: (channel) => (
      <Anchor from="/setup/channels" to="/setup/channels" search={{ open: channel.id }}>
        {channel.name}
      </Anchor>
    ),
  },
  { id: 'type', header: 'Type', render: (channel) => wordOf(TYPE_TITLES, channel.type) },
  { id: 'health', header: 'How it gets on', render: (channel) => <Health health={channel.health} /> },
  { id: 'last', header: 'Last arrived', render: ({ health }) => <Last health={health} /> },
];

/** Where notices go outside of Debrief: the list, with how each of them gets on, and beside it the one that is open. */
export function ChannelsTab({ open, onOpen }: Opened) {
  const query = useQuery(channelsQuery);
  const { data } = query;
  return (
    <AccountList
      title="Channels"
      kind="Channel"
      add="Add a channel"
      actions={
        <AddButton disabled={!data} onClick={() => onOpen(NEW)}>
          Add a channel
        </AddButton>
      }
      above={
        <Stack gap={4} px="md" pb="sm" maw={680}>
          <Text size="sm" c="dimmed">
            Notices go there as well as into Debrief, with a link and nothing of what was said. Each person
            may choose not to be named in a team’s channel or given tasks.
          </Text>
          {data?.email && (
            <Group gap="xs">
              <Text size="sm">E-mail</Text>
              <Health health={data.email} />
              <Last health={data.email} />
            </Group>
          )}
        </Stack>
      }
      query={query}
      rows={data?.items}
      columns={COLUMNS}
      empty={
        <Empty title="There are no channels yet">
          Add one for a channel of Slack or Teams, for tasks in your CRM, or for a program that takes
          webhooks.
        </Empty>
      }
      open={open}
      onOpen={onOpen}
    >
      {(channel, ends) =>
        data && <ChannelForm key={channel?.id} channel={channel} kinds={data.kinds} {...ends} />
      }
    </AccountList>
  );
}

function Last({ health }: { health: ChannelHealthView }) {
  return health.succeeded_at ? <When at={health.succeeded_at} size="sm" /> : <Text size="sm">–</Text>;
}
