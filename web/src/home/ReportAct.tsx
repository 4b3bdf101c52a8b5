import { Box, Button, Loader, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { asProblem } from '@/api/problems';
import type { NextMeeting } from '@/api/schema';
import { LinkButton } from '@/parts/Anchor';
import { OtherProblem } from '@/parts/OtherProblem';
import { useGenerate } from '@/summaries/changes';
import { periodsQuery, requestOf, useSummary } from '@/summaries/queries';
import { homeKey } from './queries';

/** A 1-to-1, as far as its report goes. */
export interface Reported {
  id: string;
  /** With whom. */
  name: string;
  report: NextMeeting['report'];
  summaryId: string | null;
  mayMake: boolean;
}

/**
 * The one act about the report of a 1-to-1: open it where it is ready, else make it. While it is made that is said, and
 * the button to open it comes by itself.
 */
export function ReportAct({ meeting, primary = false }: { meeting: Reported; primary?: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  // What was pressed gives way to what follows it, which takes the focus along.
  const pressed = useRef(false);
  useEffect(() => {
    const now = document.activeElement;
    if (!pressed.current || (now !== document.body && now !== place.current)) return;
    (place.current?.querySelector<HTMLElement>('a, button') ?? place.current)?.focus({ preventScroll: true });
    if (meeting.report === 'ready' || meeting.report === 'failed') pressed.current = false;
  }, [meeting.report]);
  return (
    <Box ref={place} tabIndex={-1} style={{ flexShrink: 0 }}>
      <Act meeting={meeting} primary={primary} onPress={() => (pressed.current = true)} />
    </Box>
  );
}

function Act({ meeting, primary, onPress }: { meeting: Reported; primary: boolean; onPress: () => void }) {
  const make = useMake(meeting.id);
  const look = { variant: primary ? 'filled' : 'default', size: 'xs' } as const;
  if (meeting.report === 'ready' || meeting.report === 'failed') {
    const ready = meeting.report === 'ready';
    return (
      <LinkButton
        to="/coaching/meetings/$meetingId"
        params={{ meetingId: meeting.id }}
        search={{ tab: 'summary' }}
        aria-label={
          ready
            ? `Ready: open the report for the 1-to-1 with ${meeting.name}`
            : `Failed: see why there is no report for the 1-to-1 with ${meeting.name}`
        }
        {...look}
      >
        {ready ? 'Ready' : 'Failed'}
      </LinkButton>
    );
  }
  if (meeting.report === 'generating' && meeting.summaryId) return <Making id={meeting.summaryId} />;
  if (meeting.mayMake) {
    return (
      <>
        <Button
          onClick={() => {
            onPress();
            make.mutate();
          }}
          loading={make.isPending}
          aria-label={`Make the report for the 1-to-1 with ${meeting.name}`}
          {...look}
        >
          Make
        </Button>
        <OtherProblem problem={make.error ? asProblem(make.error) : null} shown={[]} />
      </>
    );
  }
  return (
    <LinkButton
      to="/coaching/meetings/$meetingId"
      params={{ meetingId: meeting.id }}
      aria-label={`Open the 1-to-1 with ${meeting.name}`}
      {...look}
    >
      Open
    </LinkButton>
  );
}

/** A report that is being made: watched, and home is read again when it is done. */
function Making({ id }: { id: string }) {
  const client = useQueryClient();
  const { data } = useSummary(id);
  const done = data !== undefined && data.status !== 'generating';
  useEffect(() => {
    if (done) void client.invalidateQueries({ queryKey: homeKey });
  }, [client, done]);
  return (
    <Text span size="sm" c="dimmed" role="status" style={{ whiteSpace: 'nowrap' }}>
      <Loader size={12} mr={6} aria-hidden />
      Being made
    </Text>
  );
}

/** Ask for the report, over the time since the last 1-to-1 or, where there was none, the last four weeks. */
function useMake(meetingId: string) {
  const client = useQueryClient();
  const generate = useGenerate();
  return useMutation({
    mutationFn: async () => {
      const periods = await client.query({ ...periodsQuery({ meetingId }), staleTime: 0 });
      const since = periods.find((each) => each.kind === 'since_last_meeting' && each.available);
      const kind = since ? since.kind : 'last_4_weeks';
      return generate.mutateAsync(requestOf({ meetingId }, { kind }, 'all'));
    },
    onSettled: () => client.invalidateQueries({ queryKey: homeKey }),
  });
}
