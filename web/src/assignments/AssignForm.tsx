import { Button, Checkbox, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { asProblem } from '@/api/problems';
import type { BookmarkView, ContentDraft } from '@/api/schema';
import { DateField } from '@/parts/DateField';
import { Name } from '@/parts/Name';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { dayOf } from '@/parts/times';
import { useKept } from '@/parts/useKept';
import { useToday, When } from '@/parts/When';
import { useTimeZone } from '@/session/me';
import { bookmarksQuery } from './queries';
import { stillThere } from './words';

interface Written {
  name: string;
  feedback: string;
  action_plan: string;
  follow_up: string | null;
  best_responses: string[];
}

const NOTHING: Written = { name: '', feedback: '', action_plan: '', follow_up: null, best_responses: [] };
const A_WEEK_MS = 7.5 * 24 * 3600_000;

/**
 * What an assignment says: for one agent, or for each of a group, who are told nothing of it.
 *
 * @param of names what it is for, so that what was typed is there after a reload.
 * @param problem what the API said to the last try.
 */
export function AssignForm({
  of,
  verb,
  busy,
  problem,
  onSubmit,
}: {
  of: string;
  verb: string;
  busy: boolean;
  problem: unknown;
  onSubmit: (draft: ContentDraft, done: () => void) => void;
}) {
  const zone = useTimeZone();
  const { value, set, forget } = useKept<Written>(`coaching-assignment.${of}`, {
    ...NOTHING,
    follow_up: dayOf(new Date(Date.parse(useToday()) + A_WEEK_MS), zone),
  });
  const [asked, setAsked] = useState(false);
  const bookmarks = useQuery(bookmarksQuery);
  const { refetch } = bookmarks;
  useEffect(() => {
    // What was refused may have been for a bookmark that is gone since.
    if (problem) void refetch();
  }, [problem, refetch]);
  const told = problem ? asProblem(problem) : null;
  const missing = {
    name: value.name.trim() ? undefined : 'Give it a name that the agent reads',
    follow_up: value.follow_up ? undefined : 'Say when it is talked about again',
  };
  const change = <Name extends keyof Written>(name: Name, next: Written[Name]) =>
    set((all) => ({ ...all, [name]: next }));
  const placed = ['/name', '/feedback', '/action_plan', '/follow_up'].some((each) => told?.field(each));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (missing.name || missing.follow_up || !value.follow_up) return;
        const written = { ...value, best_responses: stillThere(value.best_responses, bookmarks.data) };
        onSubmit({ ...written, name: value.name.trim(), follow_up: value.follow_up }, () => forget(NOTHING));
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name"
          required
          maxLength={200}
          value={value.name}
          error={told?.field('/name') ?? (asked && missing.name)}
          onChange={(event) => change('name', event.currentTarget.value)}
        />
        <Textarea
          label="Feedback"
          description="What goes well, and what could be better"
          autosize
          minRows={3}
          maxLength={10_000}
          value={value.feedback}
          error={told?.field('/feedback')}
          onChange={(event) => change('feedback', event.currentTarget.value)}
        />
        <Textarea
          label="Action plan"
          description="The steps to take from here"
          autosize
          minRows={3}
          maxLength={10_000}
          value={value.action_plan}
          error={told?.field('/action_plan')}
          onChange={(event) => change('action_plan', event.currentTarget.value)}
        />
        <DateField
          label="Follow-up"
          required
          w={220}
          min={dayOf(new Date(), zone)}
          value={value.follow_up}
          error={told?.field('/follow_up') ?? (asked && missing.follow_up)}
          onChange={(day) => change('follow_up', day)}
        />
        {bookmarks.error && (
          <ProblemNotice error={bookmarks.error} onRetry={() => void bookmarks.refetch()} />
        )}
        {bookmarks.data && (
          <BestResponses
            rows={bookmarks.data}
            value={stillThere(value.best_responses, bookmarks.data)}
            onChange={(ids) => change('best_responses', ids)}
          />
        )}
        {told && !placed && <ProblemNotice error={told} changing />}
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** One's bookmarks, of which some are put in as best responses. */
function BestResponses({
  rows,
  value,
  onChange,
}: {
  rows: BookmarkView[];
  value: string[];
  onChange: (ids: string[]) => void;
}) {
  if (rows.length === 0)
    return (
      <Text size="sm" c="dimmed">
        Bookmark conversations that show how it is done well, and they can be put in here as best responses.
      </Text>
    );
  return (
    <Checkbox.Group
      label="Best responses"
      description="From your bookmarks. The agent reads what was said, with roles in the place of names"
      value={value}
      onChange={(ids) => onChange(ids.slice(0, 10))}
    >
      <Stack gap={6} mt="xs">
        {rows.map((each) => (
          <Checkbox
            key={each.id}
            value={each.id}
            label={
              <>
                <Name of={each.agent_name} />, {each.queue}, <When at={each.started_at} />
                {each.note && (
                  <Text span inherit c="dimmed">
                    {' '}
                    · {each.note}
                  </Text>
                )}
              </>
            }
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
