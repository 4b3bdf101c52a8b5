import { Alert, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Anchor } from '@/parts/Anchor';
import { When } from '@/parts/When';
import { NewTab } from '@/parts/NewTab';
import { sayDuration } from '@/parts/times';
import { useMe } from '@/session/me';
import type { Slot } from './clashes';
import { clashesQuery } from './queries';

const MOST = 4;

/** Says which other 1-to-1s those who are to meet have then. Nobody is kept from meeting all the same. */
export function Clashes({ people, slot }: { people: string[]; slot: Slot | null }) {
  const { person } = useMe();
  const { data = [], isError } = useQuery(clashesQuery(people, slot));
  const clashes = slot ? data : [];
  return (
    <div role="status">
      {slot && isError && (
        <Text size="sm" c="dimmed">
          Whether there is another 1-to-1 then could not be checked just now. You can keep this time all the
          same.
        </Text>
      )}
      {clashes.length > 0 && (
        <Alert
          variant="light"
          color="yellow"
          title="Another 1-to-1 is then"
          styles={{ title: { color: 'var(--debrief-watch-text)' } }}
        >
          {clashes.slice(0, MOST).map((each) => (
            <Text size="sm" key={each.id}>
              {named(each.participant_id, each.participant_name, person.id)} with{' '}
              {named(each.facilitator_id, each.facilitator_name, person.id)},{' '}
              <Anchor
                to="/coaching/meetings/$meetingId"
                params={{ meetingId: each.id }}
                target="_blank"
                inherit
              >
                <When at={each.scheduled_at} />
                <NewTab />
              </Anchor>
              , {sayDuration(each.duration_ms)}
            </Text>
          ))}
          {clashes.length > MOST && <Text size="sm">And {clashes.length - MOST} more.</Text>}
          <Text size="sm" c="dimmed" mt={4}>
            You can keep this time all the same.
          </Text>
        </Alert>
      )}
    </div>
  );
}

const named = (id: string, name: string, me: string) => (id === me ? 'You' : name);
