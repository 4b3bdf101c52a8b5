import { Button, Group, Popover, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconThumbUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { asProblem } from '@/api/problems';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { Tag } from '@/parts/Tag';
import { useIntention } from '@/parts/useIntention';
import { useKept } from '@/parts/useKept';
import { tagOf } from '@/parts/words';
import { useMay, useMe } from '@/session/me';
import { ownProposalsQuery, usePropose } from './queries';
import { STATE_WORDS } from './words';

/** Propose a conversation of one's own as one that others can learn from; on those of others there is nothing. */
export function ProposeButton({ interactionId, agentId }: { interactionId: string; agentId: string }) {
  const { person } = useMe();
  const may = useMay()('coaching.view_own') && person.id === agentId;
  const query = useQuery({ ...ownProposalsQuery(person.id), enabled: may });
  const [opened, { toggle, close }] = useDisclosure(false);
  const note = useKept(`proposal.${interactionId}`, '');
  const propose = usePropose();
  const keyOf = useIntention();
  if (!may || !query.data) return null;
  const known = query.data.items.find((each) => each.interaction_id === interactionId);
  if (known) {
    const { word, tone } = tagOf(STATE_WORDS, known.state);
    return <Tag tone={tone}>Proposed as a best response: {word.toLowerCase()}</Tag>;
  }
  const problem = propose.error ? asProblem(propose.error) : null;
  return (
    <Popover opened={opened} onDismiss={close} width={340} trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconThumbUp size={16} aria-hidden />}
          onClick={toggle}
          aria-expanded={opened}
        >
          Propose as a best response
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          aria-label="Propose as a best response"
          onSubmit={(event) => {
            event.preventDefault();
            const draft = { interactionId, note: note.value.trim() };
            propose.mutate(
              { ...draft, key: keyOf(draft) },
              {
                onSuccess: () => {
                  note.forget('');
                  close();
                  said('Proposed. You are told what becomes of it.');
                },
              },
            );
          }}
        >
          <Stack gap="sm">
            <Textarea
              label="What is good about it?"
              description="Whoever leads you reads this"
              required
              autosize
              minRows={3}
              maxLength={1000}
              value={note.value}
              error={problem?.field('/note')}
              onChange={(event) => note.set(event.currentTarget.value)}
            />
            <Text size="xs" c="dimmed">
              If it is accepted, colleagues may read what was said, with roles in the place of names.
            </Text>
            {propose.error && !problem?.field('/note') && <ProblemNotice error={propose.error} changing />}
            <Group gap="xs">
              <Button type="submit" size="xs" loading={propose.isPending} disabled={!note.value.trim()}>
                Propose
              </Button>
              <Button size="xs" variant="default" onClick={close}>
                Cancel
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
