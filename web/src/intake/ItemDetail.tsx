import { Group, List, Loader, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { FoundIn, IntakeView, StoredObject } from '@/api/schema';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { Facts } from '@/parts/Facts';
import { bytes } from '@/parts/numbers';
import { Tag } from '@/parts/Tag';
import { sayDuration } from '@/parts/times';
import { When } from '@/parts/When';
import { tagOf, wordOf } from '@/parts/words';
import { CompletionForm, TakeBack } from './CompletionForm';
import { labelOf } from './CompletionField';
import { DismissForm } from './DismissForm';
import { itemQuery } from './queries';
import { FOUND_WORDS, STATUS_WORDS, fileName, sentences } from './words';

/** One item whole: what became of it, what it lacks, what is known of it and which files it is made of. */
export function ItemDetail({ item }: { item: IntakeView }) {
  const { word, tone } = tagOf(STATUS_WORDS, item.status);
  const client = useQueryClient();
  const unread = Object.entries(item.metadata.unread);
  const open = item.status === 'held' || item.status === 'failed';
  return (
    <Stack gap="lg">
      <Group gap="xs" aria-live="polite">
        <Tag tone={tone}>{word}</Tag>
        <Text size="sm" c="dimmed">
          came in <When at={item.received_at} />
          {item.import_id && (
            <>
              {' with a '}
              <Anchor
                to="/conversations/intake/imports/$importId"
                params={{ importId: item.import_id }}
                inherit
                underline="always"
              >
                bulk import
              </Anchor>
              {item.line ? `, line ${item.line}` : ''}
            </>
          )}
        </Text>
      </Group>
      {item.status === 'processing' && (
        <Group gap="xs" aria-live="polite">
          <Loader size="xs" aria-hidden />
          <Text size="sm">Released. It is being read and analysed.</Text>
        </Group>
      )}
      {item.status === 'loaded' && (
        <Stack gap="xs" align="flex-start">
          {item.already_loaded && <Text size="sm">The very same conversation had been loaded before.</Text>}
          {item.interaction_id && (
            <LinkButton to="/conversations/$interactionId" params={{ interactionId: item.interaction_id }}>
              Open the interaction
            </LinkButton>
          )}
        </Stack>
      )}
      {open && (
        <section>
          <Title order={2} size="h3" mb="xs">
            {item.status === 'held' ? 'Why it is held' : 'Why it failed'}
          </Title>
          {item.status === 'failed' && (
            <Text size="sm" mb="sm">
              {sentences(item).join(' ')}
            </Text>
          )}
          <CompletionForm key={item.id} item={item} />
        </section>
      )}
      {item.actions.includes('dismiss') && (
        <DismissForm
          key={`dismiss ${item.id}`}
          item={item}
          onReload={() => client.invalidateQueries({ queryKey: itemQuery(item.id).queryKey })}
        />
      )}
      {item.dismissal && (
        <section>
          <Title order={2} size="h3" mb="xs">
            Why it is dismissed
          </Title>
          <Text size="sm" mb="sm">
            {item.dismissal.reason} (<When at={item.dismissal.at} />)
          </Text>
          {item.actions.includes('release') && <TakeBack item={item} />}
        </section>
      )}
      <section>
        <Title order={2} size="h3" mb="xs">
          What is known
        </Title>
        <Known item={item} />
      </section>
      <section>
        <Title order={2} size="h3" mb="xs">
          Files
        </Title>
        <Files item={item} />
      </section>
      {unread.length > 0 && (
        <section>
          <Title order={2} size="h3" mb="xs">
            What couldn’t be read
          </Title>
          <List size="sm">
            {unread.map(([field, why]) => (
              <List.Item key={field}>
                {labelOf(field)}: {why}
              </List.Item>
            ))}
          </List>
        </section>
      )}
      {item.warnings.length > 0 && (
        <section>
          <Title order={2} size="h3" mb="xs">
            Remarks
          </Title>
          <List size="sm">
            {item.warnings.map((warning) => (
              <List.Item key={warning}>{warning}</List.Item>
            ))}
          </List>
        </section>
      )}
    </Stack>
  );
}

const SHOWN = [
  'contact_reference',
  'agent_reference',
  'started_at',
  'ended_at',
  'duration_ms',
  'queue',
  'channel',
  'direction',
  'language',
  'disposition',
  'customer_reference',
  'team',
] as const;

function Known({ item }: { item: IntakeView }) {
  const { metadata } = item;
  const facts = SHOWN.flatMap((name): [string, ReactNode][] => {
    const value = metadata[name];
    if (value === null || value === undefined) return [];
    return [[labelOf(name), <Value key={name} name={name} value={value} found={metadata.found_in[name]} />]];
  });
  if (facts.length === 0)
    return (
      <Text size="sm" c="dimmed">
        Nothing yet.
      </Text>
    );
  return <Facts facts={facts} />;
}

function Value({ name, value, found }: { name: string; value: string | number; found: FoundIn | undefined }) {
  const at = name === 'started_at' || name === 'ended_at';
  return (
    <>
      {at ? <When at={String(value)} /> : name === 'duration_ms' ? sayDuration(Number(value)) : value}
      {found && (
        <Text span inherit c="dimmed">
          {' '}
          ({wordOf(FOUND_WORDS, found)})
        </Text>
      )}
    </>
  );
}

function Files({ item }: { item: IntakeView }) {
  const all: [string, StoredObject | null | undefined][] = [
    ['Recording', item.recording],
    ['Transcript', item.transcript],
    ['Metadata file', item.sidecar],
    ...item.screen_recordings.map((screen): [string, StoredObject] => ['Screen', screen]),
    ['Not taken', item.unsupported],
  ];
  return (
    <Facts
      facts={all.flatMap(([name, file]): [string, ReactNode][] =>
        file ? [[name, `${fileName(file.key)}, ${bytes(file.size)}`]] : [],
      )}
    />
  );
}
