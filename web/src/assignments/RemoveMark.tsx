import { Button } from '@mantine/core';
import { asProblem } from '@/api/problems';
import type { MarkView } from '@/api/schema';
import { confirm } from '@/parts/confirm';
import { said } from '@/parts/say';
import { useRemoveMark } from './queries';

/** Take a mark away, after asking. */
export function RemoveMark({ mark }: { mark: MarkView }) {
  const remove = useRemoveMark();
  if (!mark.actions.includes('delete')) return null;
  return (
    <Button
      size="xs"
      variant="subtle"
      color="gray"
      loading={remove.isPending}
      aria-label={`Remove the mark of ${mark.agent_name}`}
      onClick={() =>
        confirm({
          title: 'Remove this mark?',
          children: `${mark.agent_name} is no longer marked for coaching. They are told nothing.`,
          label: 'Remove mark',
          onConfirm: () => remove.mutate(mark, { onError: (error) => said(asProblem(error).detail) }),
        })
      }
    >
      Remove
    </Button>
  );
}
