import { Button, Group, Text } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import type { InteractionView, Transcript } from '@/api/schema';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useMay } from '@/session/me';
import { useUnmasked } from './queries';
import { holdsMasks } from './turns';

/** Shows what is masked in a transcript, to whoever may see it: that it was shown is recorded. */
export function Unmask({
  interaction,
  transcript,
  shown,
  onShown,
}: {
  interaction: InteractionView;
  transcript: Transcript;
  shown: boolean;
  onShown: (transcript: Transcript | null) => void;
}) {
  const may = useMay();
  const unmask = useUnmasked(interaction.id);
  if (!shown && !holdsMasks(transcript.turns)) return null;
  return (
    <>
      <Group gap="xs" mb="xs" className="no-print">
        <Text size="xs" c="dimmed">
          {shown ? 'Personal data is shown; that you looked is recorded.' : 'Personal data is masked (•••).'}
        </Text>
        {may('personal_data.view') && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconEye size={14} aria-hidden />}
            loading={unmask.isPending}
            onClick={() => {
              if (shown) onShown(null);
              else unmask.mutate(undefined, { onSuccess: onShown });
            }}
          >
            {shown ? 'Mask it again' : 'Show it'}
          </Button>
        )}
      </Group>
      {unmask.error && <ProblemNotice error={unmask.error} />}
    </>
  );
}
