import { Alert, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { timeOf } from '@/parts/times';
import { useMe, useTimeZone } from '@/session/me';
import { standsAgainstQuery, type Wanted } from './queries';

const MOST = 4;

/**
 * Says whether the time lies outside somebody's shifts, or in a 1-to-1 of theirs that one may not see. Nobody is kept
 * from meeting all the same. The 1-to-1s that one may see are told beside it, with whom they are.
 */
export function StandsAgainst({ wanted }: { wanted: Wanted | null }) {
  const zone = useTimeZone();
  const { person } = useMe();
  const { data } = useQuery(standsAgainstQuery(wanted));
  const hidden = (wanted ? (data?.items ?? []) : []).filter(
    ({ kind, meeting_id }) => kind === 'off_shift' || meeting_id === null,
  );
  return (
    <div role="status">
      {hidden.length > 0 && wanted && (
        <Alert
          variant="light"
          color="yellow"
          title="Somebody may not be there then"
          styles={{ title: { color: 'var(--debrief-watch-text)' } }}
        >
          {hidden.slice(0, MOST).map(({ who, who_name, kind, start, end }) => {
            const mine = wanted[who] === person.id;
            const name = mine ? 'You' : who_name;
            const what =
              kind === 'off_shift' ? `${mine ? 'are' : 'is'} off shift` : `${mine ? 'have' : 'has'} a 1-to-1`;
            return (
              <Text size="sm" key={`${who} ${kind} ${start}`}>
                {name} {what} from {timeOf(start, zone)} to {timeOf(end, zone)}
              </Text>
            );
          })}
          {hidden.length > MOST && <Text size="sm">And {hidden.length - MOST} more.</Text>}
          <Text size="sm" c="dimmed" mt={4}>
            You can keep this time all the same.
          </Text>
        </Alert>
      )}
    </div>
  );
}
