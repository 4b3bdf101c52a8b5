import { Button, Group } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { download, downloadCsv, fileName } from '@/parts/downloading';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { readDraw, readDrawCsv } from './queries';

/** Save a draw with all that it takes to compute it again: seed, frame, exclusions and reasons. */
export function DownloadDraw({ id, goal }: { id: string; goal: string }) {
  const name = `${fileName(goal)}-${id}`;
  const json = useMutation({
    mutationFn: () => readDraw(id),
    onSuccess: (file) => download(JSON.stringify(file, null, 2), `${name}.json`, 'application/json'),
  });
  const csv = useMutation({
    mutationFn: () => readDrawCsv(id),
    onSuccess: (text) => downloadCsv(text, `${name}.csv`),
  });
  const error = json.error ?? csv.error;
  return (
    <>
      <Group gap="xs" className="no-print">
        {(
          [
            ['JSON', json],
            ['CSV', csv],
          ] as const
        ).map(([form, saving]) => (
          <Button
            key={form}
            size="compact-sm"
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden />}
            aria-label={`Save the draw of ${goal} as ${form}`}
            loading={saving.isPending}
            onClick={() => saving.mutate()}
          >
            Draw as {form}
          </Button>
        ))}
      </Group>
      {error && <ProblemNotice error={error} />}
    </>
  );
}
