import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { Lines, Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';
import { When } from '@/parts/When';
import { useMe } from '@/session/me';
import { draftsQuery } from './queries';

/** Evaluations that were begun and are not completed. */
export function Drafts() {
  const { person } = useMe();
  const query = useQuery(draftsQuery(person.id));
  return (
    <Sheet
      title="Your draft evaluations"
      actions={
        <Anchor to="/evaluations" search={{ status: 'draft', evaluator: person.id }} size="sm">
          All drafts
        </Anchor>
      }
    >
      <Loaded query={query} skeleton={<Lines count={3} />}>
        {(drafts) =>
          drafts.length > 0 ? (
            <Stack
              component="ul"
              aria-label="Your draft evaluations"
              gap="sm"
              p={0}
              m={0}
              style={{ listStyle: 'none' }}
            >
              {drafts.map((draft) => (
                <Group component="li" key={draft.id} justify="space-between" gap="sm" wrap="nowrap">
                  <div>
                    <Anchor to="/evaluations/$evaluationId" params={{ evaluationId: draft.id }}>
                      {draft.contact_reference}
                    </Anchor>
                    <Text size="sm" c="dimmed">
                      {draft.agent_name}, {draft.scorecard_name}
                    </Text>
                  </div>
                  <Text size="sm" c="dimmed">
                    <When at={draft.created_at} />
                  </Text>
                </Group>
              ))}
            </Stack>
          ) : (
            <Stack gap="sm" align="flex-start">
              <Text size="sm" c="dimmed">
                None is open. Begin one from a conversation.
              </Text>
              <LinkButton to="/conversations" variant="default" size="xs">
                Look at interactions
              </LinkButton>
            </Stack>
          )
        }
      </Loaded>
    </Sheet>
  );
}
