import { Stack, Text, Textarea, Title } from '@mantine/core';
import type { MeetingView } from '@/api/schema';
import { Contested } from './Contested';
import type { useDraft } from './useDraft';
import { WRITTEN_WORDS, mayWrite } from './words';
import { wordOf } from '@/parts/words';

/** Agenda and notes: to write for those who may, to read for the others. */
export function Writing({ meeting, draft }: { meeting: MeetingView; draft: ReturnType<typeof useDraft> }) {
  return (
    <Stack gap="lg">
      <Field meeting={meeting} draft={draft} part="agenda" rows={3} hint="What you want to talk about" />
      <Field
        meeting={meeting}
        draft={draft}
        part="notes"
        rows={8}
        hint={`${meeting.participant_name} and ${meeting.facilitator_name} both read these`}
      />
      {meeting.private_notes !== null && (
        <Field
          meeting={meeting}
          draft={draft}
          part="private_notes"
          rows={3}
          hint="Only you read these, not even an administrator"
        />
      )}
    </Stack>
  );
}

function Field({
  meeting,
  draft,
  part,
  rows,
  hint,
}: {
  meeting: MeetingView;
  draft: ReturnType<typeof useDraft>;
  part: 'agenda' | 'notes' | 'private_notes';
  rows: number;
  hint: string;
}) {
  const value = draft.values[part];
  const contested = draft.contested.includes(part);
  const error = draft.problem?.field(`/${part}`);
  if (!mayWrite(meeting, part) && !contested) {
    return (
      <div>
        <Title order={2} size="h3">
          {wordOf(WRITTEN_WORDS, part)}
        </Title>
        <Text maw={640} mt={4} c={value ? undefined : 'dimmed'} style={{ whiteSpace: 'pre-wrap' }}>
          {value || 'Nothing written down'}
        </Text>
      </div>
    );
  }
  return (
    <div>
      <Textarea
        label={wordOf(WRITTEN_WORDS, part)}
        description={hint}
        autosize
        minRows={rows}
        maxLength={10_000}
        value={value}
        error={error}
        onChange={(event) => draft.write(part, event.currentTarget.value)}
      />
      {contested && (
        <Contested
          meeting={meeting}
          part={part}
          onKeep={() => draft.keepMine(part)}
          onTake={() => draft.takeTheirs(part)}
        />
      )}
    </div>
  );
}
