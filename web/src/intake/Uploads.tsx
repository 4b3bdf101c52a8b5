import { Button, FileButton, Group, Progress, Stack, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type DragEvent } from 'react';
import { intention } from '@/api/client';
import { asProblem, type Problem } from '@/api/problems';
import { Anchor } from '@/parts/Anchor';
import { bytes } from '@/parts/numbers';
import { Tag } from '@/parts/Tag';
import { upload } from './upload';
import classes from './Uploads.module.css';

interface Handed {
  intended: string;
  file: File;
  part: number;
  state: 'waiting' | 'sending' | 'there' | 'refused';
  problem?: Problem;
}

/** How long the lists are looked at again and again after something was handed in. */
const WATCH_MS = 60_000;
/** Files that are sent at the same time. */
const AT_ONCE = 3;

/** Handing in files: dropped here or chosen, each with how far it is. */
export function Uploads({ onWatch }: { onWatch: (watching: boolean) => void }) {
  const client = useQueryClient();
  const [handed, setHanded] = useState<Handed[]>([]);
  const [over, setOver] = useState(false);
  // All that is handed in while the page is open: a recording finds its transcript, even if that comes later.
  const [together] = useState(intention);
  const end = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(end.current), []);

  const send = async (files: Handed[]) => {
    const change = (intended: string, by: Partial<Handed>) =>
      setHanded((all) => all.map((each) => (each.intended === intended ? { ...each, ...by } : each)));
    const left = [...files];
    const sendOn = async (): Promise<void> => {
      const next = left.shift();
      if (!next) return;
      const { intended, file } = next;
      change(intended, { state: 'sending' });
      try {
        await upload(file, intended, together, (part) => change(intended, { part }));
        change(intended, { part: 1, state: 'there' });
      } catch (error) {
        change(intended, { state: 'refused', problem: asProblem(error) });
      }
      return sendOn();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sendOn));
    for (const key of ['intake', 'imports']) void client.invalidateQueries({ queryKey: [key] });
    onWatch(true);
    clearTimeout(end.current);
    end.current = setTimeout(() => onWatch(false), WATCH_MS);
  };
  const hand = (files: File[]) => {
    const all = files.map((file): Handed => ({ intended: intention(), file, part: 0, state: 'waiting' }));
    setHanded((before) => [...all, ...before]);
    void send(all);
  };

  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const files = [...event.dataTransfer.files];
    if (files.length) hand(files);
  };
  return (
    <Stack
      component="section"
      aria-label="Hand in files"
      gap="sm"
      className={classes.zone}
      data-over={over ? '' : undefined}
      onDragOver={(event: DragEvent) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={dropped}
    >
      <Group justify="space-between" gap="sm">
        <Text size="sm" maw={640}>
          Drop recordings, transcripts, their metadata or bulk files (.jsonl) here. Transcripts are read from
          vCon and WebVTT, Amazon Transcribe, Contact Lens and Connect, Genesys, Zoom, Teams, Webex, Twilio,
          Deepgram and Whisper. Files of one name belong together.
        </Text>
        <FileButton multiple onChange={hand}>
          {(props) => (
            <Button variant="default" leftSection={<IconUpload size={16} aria-hidden />} {...props}>
              Choose files
            </Button>
          )}
        </FileButton>
      </Group>
      {handed.length > 0 && (
        <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }} aria-live="polite">
          {handed.map((each) => (
            <li key={each.intended}>
              <FileLine handed={each} onRetry={() => void send([each])} />
            </li>
          ))}
        </Stack>
      )}
    </Stack>
  );
}

function FileLine({
  handed: { file, part, state, problem },
  onRetry,
}: {
  handed: Handed;
  onRetry: () => void;
}) {
  const bulk = /\.(jsonl|ndjson)$/i.test(file.name);
  const why = problem?.fields.length
    ? problem.fields
        .map(({ pointer, message }) => `The ${pointer === '/size' ? 'file' : 'name'} ${message}.`)
        .join(' ')
    : problem?.detail;
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {file.name}
        </Text>
        <Text size="xs" c="dimmed">
          {bytes(file.size)}
        </Text>
        {state === 'there' && <Tag tone="good">Handed in</Tag>}
        {state === 'refused' && <Tag tone="act">Not taken</Tag>}
        {state === 'refused' && problem?.passing && (
          <Button size="compact-xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Group>
      {(state === 'waiting' || state === 'sending') && (
        <Progress value={part * 100} size="sm" aria-label={`Sending ${file.name}`} />
      )}
      {state === 'refused' && <Text size="sm">{why}</Text>}
      {state === 'there' && (
        <Text size="xs" c="dimmed">
          {bulk ? (
            <>
              How far it is stands under{' '}
              <Anchor to="/conversations/intake/imports" inherit underline="always">
                bulk imports
              </Anchor>
              .
            </>
          ) : (
            'If it lacks something it appears below; otherwise it becomes an interaction.'
          )}
        </Text>
      )}
    </Stack>
  );
}
