import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { InteractionView } from '@/api/schema';
import { download } from '@/parts/downloading';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { readVcon, readWebvtt } from './queries';

/** Saves the words of a conversation as files that other systems read. */
export function DownloadMenu({ interaction: { id, actions } }: { interaction: InteractionView }) {
  const vcon = useMutation({
    gcTime: 0,
    mutationFn: () => readVcon(id),
    onSuccess: (text) => download(text, `${id}.vcon`, 'application/vcon'),
  });
  const webvtt = useMutation({
    gcTime: 0,
    mutationFn: () => readWebvtt(id),
    onSuccess: (text) => download(text, `${id}.vtt`, 'text/vtt'),
  });
  if (!actions.includes('download_words')) return null;
  const saving = vcon.isPending || webvtt.isPending;
  const error = vcon.error ?? webvtt.error;
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            aria-label="Download the transcript"
            loading={saving}
          >
            Download
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            onClick={() => {
              webvtt.reset();
              vcon.mutate();
            }}
          >
            vCon
          </Menu.Item>
          <Menu.Item
            onClick={() => {
              vcon.reset();
              webvtt.mutate();
            }}
          >
            WebVTT captions
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {error && <ProblemNotice error={error} />}
    </>
  );
}
