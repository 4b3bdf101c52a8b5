import { useMutation } from '@tanstack/react-query';
import type { InteractionView } from '@/api/schema';
import { download } from '@/parts/downloading';
import { FileMenu } from '@/parts/FileMenu';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { readVcon, readWebvtt } from './queries';

/** Saves the words of a conversation as files that other systems read. */
export function DownloadMenu({ interaction: { id, actions } }: { interaction: InteractionView }) {
  const saving = useMutation({
    gcTime: 0,
    mutationFn: async (form: 'vcon' | 'webvtt') =>
      form === 'vcon'
        ? download(await readVcon(id), `${id}.vcon`, 'application/vcon')
        : download(await readWebvtt(id), `${id}.vtt`, 'text/vtt'),
  });
  if (!actions.includes('download_words')) return null;
  return (
    <>
      <FileMenu
        label="Download"
        name="Download the transcript"
        saving={saving.isPending}
        files={[
          { label: 'vCon', save: () => saving.mutate('vcon') },
          { label: 'WebVTT captions', save: () => saving.mutate('webvtt') },
        ]}
      />
      {saving.error && <ProblemNotice error={saving.error} />}
    </>
  );
}
