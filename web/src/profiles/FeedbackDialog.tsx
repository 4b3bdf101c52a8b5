import { Button, Group, Modal, Radio, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { FeedbackView, PersonItem } from '@/api/schema';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useIntention } from '@/parts/useIntention';
import { useKept } from '@/parts/useKept';
import { useGiveFeedback } from './queries';

/** Feedback on somebody's work. It can't be changed once it is given, and the dialog says so. */
export function FeedbackDialog({ person, onClose }: { person: PersonItem; onClose: () => void }) {
  const give = useGiveFeedback();
  const keyOf = useIntention();
  const [asked, setAsked] = useState(false);
  const { value, set, forget } = useKept<{ text: string; visibility: FeedbackView['visibility'] }>(
    `feedback.${person.id}`,
    { text: '', visibility: 'public' },
  );
  const problem = give.error ? asProblem(give.error) : null;
  const empty = value.text.trim() === '';

  function submit() {
    setAsked(true);
    if (empty) return;
    const draft = { agent_id: person.id, text: value.text.trim(), visibility: value.visibility };
    give.mutate(
      { key: keyOf(draft), draft },
      {
        onSuccess: () => {
          forget();
          said('Feedback given');
          onClose();
        },
      },
    );
  }

  return (
    <Modal opened onClose={onClose} title={`Feedback for ${person.name}`} size="lg">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="md">
          <Textarea
            label="Feedback"
            description="About what was said and done. Once given it can’t be changed."
            required
            data-autofocus
            autosize
            minRows={4}
            maxRows={12}
            maxLength={4000}
            value={value.text}
            error={problem?.field('/text') ?? (asked && empty ? 'Write what you have noticed' : undefined)}
            onChange={(event) => set((before) => ({ ...before, text: event.currentTarget.value }))}
          />
          <Radio.Group
            label="Who reads it"
            value={value.visibility}
            onChange={(to) =>
              set((before) => ({ ...before, visibility: to === 'private' ? 'private' : 'public' }))
            }
          >
            <Stack gap="xs" mt="xs">
              <Radio value="public" label={`${person.name} and those who coach them`} />
              <Radio value="private" label="Only those who coach them" />
            </Stack>
          </Radio.Group>
          {problem && !problem.field('/text') && <ProblemNotice error={problem} changing />}
          <Group justify="flex-end" gap="xs">
            <Button
              variant="default"
              onClick={() => {
                forget();
                onClose();
              }}
            >
              Cancel
            </Button>
            <Button type="submit" loading={give.isPending}>
              Give feedback
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
