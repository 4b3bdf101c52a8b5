import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { asProblem } from '@/api/problems';
import type { CorrectionStanding, CorrectionView, Which } from '@/api/schema';
import { confirm } from '@/parts/confirm';
import { Lines, Loaded } from '@/parts/Loaded';
import { count } from '@/parts/numbers';
import { OtherProblem } from '@/parts/OtherProblem';
import { useIntention } from '@/parts/useIntention';
import { When } from '@/parts/When';
import { speakersMoved } from './queries';

const LABELS: Record<Which, string> = {
  guessed: 'Swap where guessed',
  settled: 'Swap where settled',
  settled_otherwise: 'Swap where settled otherwise then',
  all: 'Swap all',
  swapped: 'Take it back',
};

const MEANT: Record<Which, string> = {
  guessed: 'In every conversation of which it was guessed who is who.',
  settled:
    'In every conversation of which who is who was told by what is settled for a folder, or by the account’s setting.',
  settled_otherwise:
    'In every conversation that came in when the agent’s channel was settled otherwise than now, for its folder or for the account.',
  all: 'In every conversation, but for those of which a person has said who is who.',
  swapped:
    'In every conversation that the last correction has swapped and that is still so, unless somebody said otherwise since.',
};

/**
 * Agent and customer of many conversations, put the other way round, and how far that is: the same for an import and for
 * a source. What may be asked for the API says.
 *
 * @param of what it is about, for those who don't see where a button stands: "calls/north/".
 */
export function ManySpeakers({
  of,
  query,
  correction,
}: {
  of: string;
  query: UseQueryResult<CorrectionStanding>;
  correction: UseMutationResult<CorrectionStanding, Error, { which: Which; key: string }>;
}) {
  const keyOf = useIntention();
  const client = useQueryClient();
  const running = query.data?.correction?.status === 'running';
  const ran = useRef(running);
  useEffect(() => {
    if (ran.current && !running) speakersMoved(client);
    ran.current = running;
  }, [client, running]);
  const ask = (which: Which, { correction: known, most }: CorrectionStanding) =>
    confirm({
      title: which === 'swapped' ? 'Take it back?' : 'Swap agent and customer?',
      label: which === 'swapped' ? 'Take it back' : 'Swap speakers',
      children: `${MEANT[which]} ${howMany(which, known, most)} Analyses and automatic evaluations are then made anew, some each minute.`,
      onConfirm: () =>
        correction.mutate({ which, key: keyOf([which, known?.id ?? '', known?.asked_at ?? '']) }),
    });
  return (
    <Loaded query={query} skeleton={<Lines count={2} />}>
      {(standing) => (
        <Stack gap="sm">
          {standing.correction ? (
            <HowFar known={standing.correction} most={standing.most ?? 0} />
          ) : (
            <Text size="sm" c="dimmed">
              Where agent and customer are the wrong way round, it can be put right for all at once.
            </Text>
          )}
          {standing.actions.length > 0 && (
            <Group gap="xs">
              {standing.actions.map((which) => (
                <Button
                  key={which}
                  size="xs"
                  variant={which === 'guessed' ? 'default' : 'subtle'}
                  disabled={correction.isPending}
                  aria-label={`${LABELS[which]}: ${of}`}
                  onClick={() => ask(which, standing)}
                >
                  {LABELS[which]}
                </Button>
              ))}
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
      )}
    </Loaded>
  );
}

function howMany(which: Which, known: CorrectionView | null, most: number | null): string {
  // One that broke off, or whose taking back did, doesn't tell how many there still are.
  if (which === 'swapped' && known?.which !== 'swapped' && known?.swapped && !known.failure)
    return `These are ${count(known.swapped)}.`;
  return most === null ? 'There may be more than a thousand.' : `There are ${count(most)} at most.`;
}

/** How far a correction is. most: how many conversations it is about, where that is known. */
function HowFar({ known, most }: { known: CorrectionView; most: number }) {
  const running = known.status === 'running';
  const left = known.left ? `, ${count(known.left)} left as they were` : '';
  return (
    <Stack gap={6}>
      {running && most > 0 && (
        <Progress value={(known.looked_at / Math.max(most, known.looked_at, 1)) * 100} aria-hidden />
      )}
      <Text size="sm" aria-live="polite">
        {running ? 'Speakers are being swapped: ' : 'Speakers were corrected: '}
        {`${count(known.swapped)} swapped of ${count(known.looked_at)} looked at${left}`}
        {known.finished_at && (
          <>
            , <When at={known.finished_at} />
          </>
        )}
      </Text>
      {known.failure && <Text size="sm">{known.failure.sentence}</Text>}
    </Stack>
  );
}
