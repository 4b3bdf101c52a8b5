import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { QuestionDraft } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Name } from '@/parts/Name';
import { useNames } from '@/parts/names';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { When } from '@/parts/When';
import { useDiscardDraft } from './queries';
import type { CardState } from './useCard';

/** Which of the changes come from disputes that were upheld, with the way there, and one to leave each out. */
export function FromDisputes({ drafts, state }: { drafts: readonly QuestionDraft[]; state: CardState }) {
  const discarding = useDiscardDraft();
  const among = drafts.filter(({ question_id }) => state.drafts.includes(question_id));
  const nameOf = useNames(among.map((each) => each.drafted_by));
  if (among.length === 0) return null;
  return (
    <Alert role="group" variant="default" title="From disputes">
      <Stack gap="xs">
        {among.map((draft) => (
          <Group key={draft.question_id} justify="space-between" gap="xs">
            <Text component="div" size="sm" style={{ flex: '1 1 240px', overflowWrap: 'anywhere' }}>
              “{draft.text}” is put more clearly by <Name of={nameOf(draft.drafted_by) ?? 'somebody'} />,{' '}
              <When at={draft.drafted_at} />
              {draft.evaluation_id && (
                <>
                  , after{' '}
                  <Anchor
                    to="/evaluations/$evaluationId"
                    params={{ evaluationId: draft.evaluation_id }}
                    inherit
                    underline="always"
                  >
                    a dispute that was upheld
                  </Anchor>
                </>
              )}
              .
            </Text>
            <Button
              size="xs"
              variant="default"
              aria-label={`Leave out: ${draft.text}`}
              loading={discarding.isPending}
              onClick={() => discarding.mutate(draft, { onSuccess: () => state.leaveOut(draft) })}
            >
              Leave it out
            </Button>
          </Group>
        ))}
        {discarding.error && <ProblemNotice error={discarding.error} changing />}
      </Stack>
    </Alert>
  );
}
