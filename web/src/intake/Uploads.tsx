import { Button, FileButton, Group, Progress, Stack, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type DragEvent } from 'react';
import { asProblem } from '@/api/problems';
import { Anchor } from '@/parts/Anchor';
import { bytes } from '@/parts/numbers';
import { Tag } from '@/parts/Tag';
import { upload } from './upload';
import classes from './Uploads.module.css';

interface Handed {
  number: number;
  file: File;
  part: number;
  state: 'sending' | 'there' | 'refused';
  problem?: string;
}

/** How long the lists are looked at again and again after something was handed in. */
const WATCH_MS = 60_000;

/** Handing in files: dropped here or chosen, each with how far it is. */
export function Uploads({ onWatch }: { onWatch: (watching: boolean) => void }) {
  const client = useQueryClient();
  const [handed, setHanded] = useState<Handed[]>([]);
  const [over, setOver] = useState(false);
  const next = useRef(0);
  const end = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(end.current), []);

  const change = (number: number, by: Partial<Handed>) =>
    setHanded((all) => all.map((each) => (each.number === number ? { ...each, ...by } : each)));

  const send = async (files: File[]) => {
    const all = files.map((file) => ({ number: next.current++, file, part: 0, state: 'sending' as const }));
    setHanded((before) => [...all, ...before]);
    await Promise.all(
      all.map(async ({ number, file }) => {
        try {
          await upload(file, (part) => change(number, { part }));
          change(number, { part: 1, state: 'there' });
        } catch (error) {
          const problem = asProblem(error);
          const why = problem.fields.map(({ message }) => message).join('; ') || problem.detail;
          change(number, { state: 'refused', problem: why });
        }
      }),
    );
    for (const key of ['intake', 'imports']) void client.invalidateQueries({ queryKey: [key] });
    onWatch(true);
    clearTimeout(end.current);
    end.current = setTimeout(() => onWatch(false), WATCH_MS);
  };

  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const files = [...event.dataTransfer.files];
    if (files.length) void send(files);
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
          Drop recordings, transcripts (Transcribe, Contact Lens, vCon, WebVTT) or bulk files (.jsonl) here.
        </Text>
        <FileButton multiple onChange={(files) => void send(files)}>
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
            <li key={each.number}>
              <FileLine handed={each} />
            </li>
          ))}
        </Stack>
      )}
    </Stack>
  );
}

function FileLine({ handed: { file, part, state, problem } }: { handed: Handed }) {
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
        {state === 'refused' && <Tag tone="act">Refused</Tag>}
      </Group>
      {state === 'sending' && <Progress value={part * 100} size="sm" aria-label={`Sending ${file.name}`} />}
      {state === 'refused' && <Text size="sm">{problem}</Text>}
      {state === 'there' && (
        <Text size="xs" c="dimmed">
          {file.name.toLowerCase().endsWith('.jsonl') || file.name.toLowerCase().endsWith('.ndjson') ? (
            <>
              How far it is stands under{' '}
              <Anchor to="/intake/imports" inherit>
                bulk imports
              </Anchor>
            </>
          ) : (
            'If it lacks something it appears below; otherwise it becomes an interaction.'
          )}
        </Text>
      )}
    </Stack>
  );
}
