import { Group, Stack, Text } from '@mantine/core';
import type { PreviousSession } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { NewTab } from '@/parts/NewTab';
import { Tag } from '@/parts/Tag';
import { Day } from '@/parts/When';
import { tagOf } from '@/parts/words';
import { Section } from './Texts';
import { CHIPS } from './words';
import classes from './report.module.css';

/** What the previous 1-to-1 agreed on and how it went. Without actions there is no block of actions. */
export function PreviousSessionBlock({ session }: { session: PreviousSession }) {
  return (
    <Section title="Previous session">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          The 1-to-1 of{' '}
          <Anchor
            to="/coaching/meetings/$meetingId"
            params={{ meetingId: session.meeting_id }}
            target="_blank"
            inherit
            underline="always"
          >
            <Day day={session.held_on} />
            <NewTab />
          </Anchor>
        </Text>
        {session.goals.length > 0 && (
          <div>
            <Text component="h4" fw={600} size="sm" m={0} mb={4}>
              Goals
            </Text>
            <ul className={classes.texts}>
              {session.goals.map((goal) => (
                <li key={goal}>{goal}</li>
              ))}
            </ul>
          </div>
        )}
        {session.actions.length > 0 && (
          <div>
            <Text component="h4" fw={600} size="sm" m={0} mb={4}>
              Actions from last 1-to-1
            </Text>
            <ul className={classes.items}>
              {session.actions.map((action) => {
                const chip = tagOf(CHIPS, action.chip);
                return (
                  <li key={action.action_id}>
                    <Group gap="xs">
                      <Text span inherit>
                        {action.title}
                      </Text>
                      <Tag tone={chip.tone}>{chip.word}</Tag>
                      {action.due_date && (
                        <Text span size="sm" c="dimmed">
                          due <Day day={action.due_date} />
                        </Text>
                      )}
                    </Group>
                    <Text size="sm" c="dimmed" maw={640}>
                      {action.evidence}
                    </Text>
                  </li>
                );
              })}
            </ul>
          </div>
        )}
      </Stack>
    </Section>
  );
}
