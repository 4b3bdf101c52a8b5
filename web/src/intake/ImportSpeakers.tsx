import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CorrectionView, ImportView, Which } from '@/api/schema';
import { confirm } from '@/parts/confirm';
import { Loaded } from '@/parts/Loaded';
import { count } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useIntention } from '@/parts/useIntention';
import { When } from '@/parts/When';
import { useMay, useMe } from '@/session/me';
import { importSpeakersQuery, useImportSpeakers } from './queries';

/** Agent and customer of everything of an import, put the other way round where that was guessed. */
export function ImportSpeakers({ bulk }: { bulk: ImportView }) {
  const may = useMay();
  const { reach } = useMe();
  const allowed = may('evaluations.perform') && reach === 'everyone' && bulk.counts.loaded > 0;
  const query = useQuery({ ...importSpeakersQuery(bulk.id), enabled: allowed });
  const keyOf = useIntention();
  const correction = useImportSpeakers(bulk);
  if (!allowed || bulk.status === 'running') return null;
  const ask = (which: Which, known: CorrectionView | null) =>
    confirm({
      title: which === 'swapped' ? 'Take it back?' : 'Swap agent and customer?',
      label: which === 'swapped' ? 'Take it back' : 'Swap speakers',
      children: {
        guessed: 'In every conversation of this import of which it was guessed who is who.',
        all: 'In every conversation of this import, but for those of which a person has said who is who.',
        swapped:
          'In every conversation that the last correction has swapped, unless somebody said otherwise since.',
      }[which],
      onConfirm: () => correction.mutate({ which, key: keyOf([which, known?.id ?? '']) }),
    });
  return (
    <Sheet title="Who is who">
      <Loaded query={query}>
        {({ correction: known, actions }) => (
          <Stack gap="sm">
            {known ? (
              <HowFar known={known} loaded={bulk.counts.loaded} />
            ) : (
              <Text size="sm" c="dimmed">
                Where it was guessed who is the agent, and the wrong way round, it can be put right for all at
                once. Their analyses and automatic evaluations are then made anew.
              </Text>
            )}
            {actions.length > 0 && (
              <Group gap="xs">
                <Button
                  variant="default"
                  loading={correction.isPending}
                  onClick={() => ask('guessed', known)}
                >
                  Swap speakers where guessed
                </Button>
                <Button variant="subtle" disabled={correction.isPending} onClick={() => ask('all', known)}>
                  Swap all
                </Button>
                {actions.includes('swapped') && known && known.swapped > 0 && (
                  <Button
                    variant="subtle"
                    disabled={correction.isPending}
                    onClick={() => ask('swapped', known)}
                  >
                    Take it back
                  </Button>
                )}
              </Group>
            )}
            {correction.error && <ProblemNotice error={correction.error} />}
          </Stack>
        )}
      </Loaded>
    </Sheet>
  );
}

/** How far a correction is. loaded: how many conversations there are in all, where that is known. */
export function HowFar({ known, loaded = 0 }: { known: CorrectionView; loaded?: number }) {
  const running = known.status === 'running';
  const left = known.left ? `, ${count(known.left)} left as they were` : '';
  return (
    <Stack gap={6}>
      {running && loaded > 0 && (
        <Progress value={(known.looked_at / Math.max(loaded, known.looked_at, 1)) * 100} aria-hidden />
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
    </Stack>
  );
}
