import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { InteractionView } from '@/api/schema';
import { LinkButton } from '@/parts/Anchor';
import { confirm } from '@/parts/confirm';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useMay } from '@/session/me';
import { OfflineDialog, useDeleteOffline } from './OfflineDialog';
import { transcriptQuery } from './queries';

/** What can be done with a conversation as a whole. */
export function InteractionActs({ interaction }: { interaction: InteractionView }) {
  const may = useMay();
  const navigate = useNavigate();
  const [editing, setEditing] = useState(false);
  const remove = useDeleteOffline(interaction, () => void navigate({ to: '/conversations' }));
  const edits = interaction.actions.includes('edit');
  const notes = useQuery({
    ...transcriptQuery(interaction),
    enabled: edits && editing && interaction.transcript !== null,
    // The dialog stays open while somebody else's change is read.
    placeholderData: (before) => before,
  });
  const ready = interaction.transcript === null || notes.data !== undefined;
  return (
    <>
      {may('calibrations.manage') && interaction.actions.includes('evaluate') && (
        <LinkButton
          to="/evaluations/calibrations"
          search={{ conversation: interaction.id }}
          variant="default"
        >
          Calibrate
        </LinkButton>
      )}
      {edits && (
        <Button
          variant="default"
          loading={editing && !ready && !notes.error}
          onClick={() => setEditing(true)}
        >
          Edit
        </Button>
      )}
      {interaction.actions.includes('delete') && (
        <Button
          variant="default"
          loading={remove.isPending}
          onClick={() =>
            confirm({
              title: 'Delete the conversation?',
              label: 'Delete',
              children: 'It was entered by hand, and goes with its notes. This can’t be taken back.',
              onConfirm: () => remove.mutate(),
            })
          }
        >
          Delete
        </Button>
      )}
      {remove.error && <ProblemNotice error={remove.error} changing />}
      {editing && !ready && notes.error && (
        <ProblemNotice error={notes.error} onRetry={() => void notes.refetch()} />
      )}
      {editing && ready && (
        <OfflineDialog
          interaction={interaction}
          reading={notes.isPlaceholderData}
          notes={notes.data?.turns.map(({ text }) => text).join('\n\n') ?? ''}
          onDone={() => setEditing(false)}
          onClose={() => setEditing(false)}
        />
      )}
    </>
  );
}
