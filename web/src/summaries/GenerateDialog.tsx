import { Modal, Skeleton, Stack } from '@mantine/core';
import { late } from '@/parts/late';
import { useFeature } from '@/session/me';
import type { SummaryTarget } from './queries';

const GenerateForm = late(
  () => import('./GenerateForm').then((made) => made.GenerateForm),
  <Stack gap="md" aria-busy="true">
    <Skeleton height={220} />
    <Skeleton height={60} />
    <Skeleton height={140} />
  </Stack>,
);

/**
 * The dialog that a summary is asked for with; the same from a meeting and from a profile.
 *
 * @param onStarted is called with the new summary's id, after `onClose`.
 */
export function GenerateDialog({
  opened,
  onClose,
  target,
  agentName,
  onStarted,
}: {
  opened: boolean;
  onClose: () => void;
  target: SummaryTarget;
  agentName: string;
  onStarted: (summaryId: string) => void;
}) {
  const on = useFeature('feature_ai_coaching');
  return (
    <Modal
      opened={opened && on}
      onClose={onClose}
      title={`Generate AI performance report: ${agentName}`}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
      // The head of a dialog is no second banner of the page.
      attributes={{ header: { role: 'presentation' } }}
    >
      <GenerateForm
        target={target}
        onCancel={onClose}
        onStarted={(id) => {
          onClose();
          onStarted(id);
        }}
      />
    </Modal>
  );
}
