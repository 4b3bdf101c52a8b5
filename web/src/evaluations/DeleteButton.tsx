import { Button } from '@mantine/core';
import type { EvaluationDetail } from '@/api/schema';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { confirm } from '@/parts/confirm';
import { said } from '@/parts/say';
import { useDeleteEvaluation } from './queries';

/** Delete a draft, or what the AI made, for good; asked first. */
export function DeleteButton({
  evaluation,
  onDeleted,
}: {
  evaluation: EvaluationDetail;
  onDeleted: () => void;
}) {
  const draft = evaluation.status === 'draft';
  const deletion = useDeleteEvaluation(evaluation, () => {
    said(draft ? 'The draft is deleted.' : 'The evaluation is deleted.');
    onDeleted();
  });
  return (
    <>
      <Button
        variant="subtle"
        color="red"
        loading={deletion.isPending}
        onClick={() =>
          confirm({
            title: draft ? 'Delete this draft' : 'Delete this evaluation for good',
            label: draft ? 'Delete draft' : 'Delete for good',
            children: draft
              ? 'Its answers are lost. The interaction stays, and can be evaluated again.'
              : 'It leaves every report, and cannot be brought back. The interaction stays.',
            onConfirm: () => deletion.mutate(),
          })
        }
      >
        {draft ? 'Delete draft' : 'Delete'}
      </Button>
      {deletion.error && <ProblemNotice error={deletion.error} onRetry={() => deletion.mutate()} />}
    </>
  );
}
