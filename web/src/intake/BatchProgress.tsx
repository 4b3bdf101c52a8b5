import { CloseButton, List, Progress, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { BatchRequest, BatchView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { AskedButton } from '@/parts/AskedButton';
import { Loaded } from '@/parts/Loaded';
import { count } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { useIntention } from '@/parts/useIntention';
import { tagOf, wordOf } from '@/parts/words';
import { batchMoved, batchQuery, useBatch } from './queries';
import { IMPORT_WORDS, REASON_WORDS } from './words';

const PARTS: { name: keyof BatchView['counts']; word: string; colour: string }[] = [
  { name: 'released', word: 'released', colour: 'var(--debrief-good-line)' },
  { name: 'dismissed', word: 'dismissed', colour: 'var(--debrief-line)' },
  { name: 'still_held', word: 'still held', colour: 'var(--debrief-watch-line)' },
  { name: 'passed_over', word: 'dealt with by others', colour: 'var(--debrief-agent)' },
  { name: 'failed', word: 'failed', colour: 'var(--debrief-act-line)' },
];

export const BATCH_TITLES: Record<BatchView['act'], string> = {
  complete: 'Completing many',
  release: 'Releasing many',
  dismiss: 'Dismissing many',
};

/** How far one answer for many is, and which items are left, each with a link to it. */
export function BatchProgress({
  id,
  onClose,
  onBegun,
}: {
  id: string;
  onClose: () => void;
  onBegun: (id: string) => void;
}) {
  const query = useQuery(batchQuery(id));
  const client = useQueryClient();
  const { data } = query;
  const done = data?.done;
  const running = data?.status === 'running';
  useEffect(() => batchMoved(client), [client, done, running]);
  return (
    <Sheet
      title={data ? wordOf(BATCH_TITLES, data.act) : 'One answer for many'}
      actions={<CloseButton aria-label="Close the progress" onClick={onClose} />}
    >
      <Loaded query={query}>{(batch) => <Known batch={batch} onBegun={onBegun} />}</Loaded>
    </Sheet>
  );
}

/** How far a batch is, in words. */
export function howFar({ counts, done, chosen, choosing, status }: BatchView): string {
  if (choosing && status === 'running') return `Looking for them: ${count(chosen)} so far`;
  const parts = PARTS.filter(({ name }) => counts[name])
    .map(({ name, word }) => `${count(counts[name])} ${word}`)
    .join(' + ');
  return `${count(done)} of ${count(chosen)}${parts ? ` = ${parts}` : ''}`;
}

function Known({ batch, onBegun }: { batch: BatchView; onBegun: (id: string) => void }) {
  const { counts, done, chosen, told } = batch;
  const whole = Math.max(chosen, done, 1);
  const keyOf = useIntention();
  const back = useBatch();
  const takeBack = () => {
    const asked: BatchRequest = {
      act: 'release',
      ids: [],
      status: 'dismissed',
      reason: null,
      given: null,
      values: {},
      dismissed_by: batch.id,
      fields: {},
      remember: false,
      new: [],
      dismissal: null,
    };
    back.mutate({ asked, key: keyOf(asked) }, { onSuccess: ({ id }) => onBegun(id) });
  };
  const left = counts.still_held + counts.failed;
  return (
    <Stack gap="sm">
      <div>
        <Tag tone={tagOf(IMPORT_WORDS, batch.status).tone}>{tagOf(IMPORT_WORDS, batch.status).word}</Tag>
      </div>
      <Progress.Root size="lg" aria-hidden>
        {PARTS.map(({ name, colour }) => (
          <Progress.Section key={name} value={(counts[name] / whole) * 100} color={colour} />
        ))}
      </Progress.Root>
      <Text size="sm" aria-live="polite">
        {howFar(batch)}
      </Text>
      {batch.actions.includes('take_back') && (
        <div>
          <AskedButton
            label="Take it back"
            question={`Take back all ${count(counts.dismissed)} that this has dismissed?`}
            yes="Take them back"
            no="Leave them dismissed"
            pending={back.isPending}
            onYes={takeBack}
          />
        </div>
      )}
      {back.error && <ProblemNotice error={back.error} />}
      {batch.failure && <Text size="sm">{batch.failure.sentence}</Text>}
      {told.length > 0 && (
        <section aria-label="What is left">
          <Text size="sm">
            {left > told.length ? `The first ${count(told.length)} that are left:` : 'What is left:'}
          </Text>
          <List size="sm">
            {told.map(({ intake_id, codes, sentence }) => (
              <List.Item key={intake_id}>
                <Anchor
                  to="/conversations/intake/$intakeId"
                  params={{ intakeId: intake_id }}
                  inherit
                  underline="always"
                >
                  {codes.length ? codes.map((code) => wordOf(REASON_WORDS, code)).join(', ') : 'Look at it'}
                </Anchor>
                {sentence ? ` ${sentence}` : ''}
              </List.Item>
            ))}
          </List>
        </section>
      )}
    </Stack>
  );
}
