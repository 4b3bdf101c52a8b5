import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Anchor } from '@/parts/Anchor';
import { Name } from '@/parts/Name';
import { Sheet } from '@/parts/Page';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { toneOf, wordOf } from '@/parts/words';
import { useMay } from '@/session/me';
import { flagsOfQuery } from './queries';
import { KIND_WORDS, OUTCOME_WORDS, reasonWords, STATE_TONES, STATE_WORDS } from './words';

/** What of a conversation was flagged, and what came of it: it stays with the call. */
export function FlagsOf({ interactionId }: { interactionId: string }) {
  const may = useMay();
  const query = useQuery({ ...flagsOfQuery(interactionId), enabled: may('flags.manage') });
  const flags = query.data?.items ?? [];
  if (flags.length === 0) return null;
  return (
    <Sheet title="Flags">
      <Stack gap="sm">
        {flags.map((flag) => (
          <div key={flag.id}>
            <Tag tone={toneOf(STATE_TONES, flag.state)}>{wordOf(STATE_WORDS, flag.state)}</Tag>{' '}
            <Anchor to="/flags/$flagId" params={{ flagId: flag.id }} size="sm">
              {wordOf(KIND_WORDS, flag.kind)}
            </Anchor>
            <Text size="sm">{reasonWords(flag)}</Text>
            {flag.resolution && (
              <Text size="sm" c="dimmed">
                {wordOf(OUTCOME_WORDS, flag.resolution.outcome)}
                {flag.resolution.note ? `: ${flag.resolution.note}` : ''} (<Name of={flag.resolved_by_name} />
                , <When at={flag.resolution.at} />)
              </Text>
            )}
          </div>
        ))}
      </Stack>
    </Sheet>
  );
}
