import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { IntakeView } from '@/api/schema';
import { OtherProblem } from '@/parts/OtherProblem';
import { said } from '@/parts/say';
import { useIntention } from '@/parts/useIntention';
import { useKept } from '@/parts/useKept';
import { useDismissal } from './queries';

/** Putting aside what isn't to be taken in, such as a test call, with the reason for it. */
export function DismissForm({ item, onReload }: { item: IntakeView; onReload: () => Promise<unknown> }) {
  const reason = useKept(`dismissal.${item.id}`, '');
  const [open, setOpen] = useState(reason.restored);
  const keyOf = useIntention();
  const dismissal = useDismissal(item, () => {
    reason.forget('');
    said('Dismissed. It can be taken back.');
  });
  const problem = dismissal.error ? asProblem(dismissal.error) : null;
  if (!open)
    return (
      <div>
        <Button variant="subtle" onClick={() => setOpen(true)}>
          Dismiss
        </Button>
      </div>
    );
  return (
    <form
      aria-label="Dismiss"
      onSubmit={(event) => {
        event.preventDefault();
        dismissal.mutate({
          reason: reason.value,
          key: keyOf({ reason: reason.value, revision: item.revision }),
        });
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="Why it is not to be taken in"
          value={reason.value}
          maxLength={500}
          error={problem?.field('/reason')}
          data-autofocus
          onChange={(event) => reason.set(event.currentTarget.value)}
        />
        <OtherProblem
          problem={problem}
          shown={['reason']}
          onReload={() => void onReload().then(() => dismissal.reset())}
        />
        <Group gap="xs">
          <Button type="submit" disabled={!reason.value.trim()} loading={dismissal.isPending}>
            Dismiss
          </Button>
          <Button
            variant="default"
            disabled={dismissal.isPending}
            onClick={() => {
              reason.forget('');
              setOpen(false);
            }}
          >
            Keep it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
