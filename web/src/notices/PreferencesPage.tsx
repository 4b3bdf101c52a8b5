import { Box, Stack, Switch, Table, Text, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { PreferencesView } from '@/api/schema';
import { Lines, Loaded } from '@/parts/Loaded';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { DigestChoice } from './DigestChoice';
import { preferencesQuery, useChoose } from './queries';

/** What one hears of, by kind and channel. It is one's own: nobody else sees or changes it. */
export function PreferencesPage() {
  const query = useQuery(preferencesQuery);
  return (
    <Page title="What you hear of" subtitle="Your own choice; nobody else sees it">
      <Sheet pad={false}>
        <Loaded
          query={query}
          skeleton={
            <Box p="md">
              <Lines count={6} />
            </Box>
          }
        >
          {(preferences) => <Choices preferences={preferences} />}
        </Loaded>
      </Sheet>
    </Page>
  );
}

const LATER = ['chat', 'task'];

function Choices({ preferences }: { preferences: PreferencesView }) {
  const choose = useChoose();
  const { notices, address } = preferences;
  // What an administrator may set up some day is no choice today, nor is what isn't gathered.
  const gathered = preferences.digest.every !== 'never';
  const channels = preferences.channels.filter(({ channel, available }) =>
    channel === 'digest' ? gathered : available || !LATER.includes(channel),
  );
  const email = channels.find((each) => each.channel === 'email');
  return (
    <Stack gap={0}>
      <Table.ScrollContainer minWidth={channels.length > 2 ? 560 : 340} type="native">
        <Table verticalSpacing="sm" horizontalSpacing="md">
          <caption>
            <VisuallyHidden>What you hear of, and where</VisuallyHidden>
          </caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">Tell me when</Table.Th>
              {channels.map((each) => (
                <Table.Th key={each.channel} scope="col" w={channels.length > 3 ? 90 : 110}>
                  {each.label}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {notices.map((notice) => (
              <Table.Tr key={notice.kind}>
                <Table.Th scope="row" fw={400}>
                  {notice.label}
                </Table.Th>
                {channels.map(({ channel, label, available }) => (
                  <Table.Td key={channel}>
                    <Switch
                      aria-label={`${notice.label}: ${label}`}
                      checked={available && (notice.channels[channel] ?? false)}
                      disabled={!available}
                      onChange={(event) =>
                        choose.mutate({ kind: notice.kind, channel, on: event.currentTarget.checked })
                      }
                    />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Stack gap="sm" p="md" pt="sm">
        <Text size="sm" c="dimmed">
          {email?.available
            ? `E-mails go to ${address ?? 'your address'}. They say what happened and lead here; what it is about stays in Debrief.`
            : 'E-mail is not set up for this Debrief, so notices appear here only. Your administrator can set it up.'}
        </Text>
        {email?.available && <DigestChoice preferences={preferences} />}
        {choose.error && <ProblemNotice error={choose.error} />}
      </Stack>
    </Stack>
  );
}
