import { Anchor as MantineAnchor, Grid, Group, Skeleton, Stack, Tabs, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { MeetingView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { late } from '@/parts/late';
import { Lines } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { NewTab } from '@/parts/NewTab';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { sayDuration } from '@/parts/times';
import { toneOf, wordOf } from '@/parts/words';
import { CalendarFile } from '@/scheduling/CalendarFile';
import { useFeature, useMe } from '@/session/me';
import { holds, withPoints } from './agenda';
import { useDeleteMeeting, useStep } from './changes';
import { Goals } from './Goals';
import { MeetingActions } from './MeetingActions';
import { MeetingHistory } from './MeetingHistory';
import { MeetingSteps } from './MeetingSteps';
import { PreviousSession } from './PreviousSession';
import { meetingQuery } from './queries';
import { SaveState } from './SaveState';
import { useDraft } from './useDraft';
import { KIND_WORDS, STATUS_TONES, STATUS_WORDS, mayWrite, titleFor, WRITTEN } from './words';
import { Writing } from './Writing';
import classes from './MeetingPage.module.css';

const MeetingSummaryTab = late(
  async () => (await import('@/summaries/MeetingSummaryTab')).MeetingSummaryTab,
  <Lines count={8} />,
);

/** From here on there is room for the report beside the notes; below it there are tabs. */
const WIDE = '(min-width: 75em)';

const route = getRouteApi('/signed-in/coaching/meetings/$meetingId');
const above = [
  <Anchor key="meetings" to="/coaching/meetings" size="sm">
    1-to-1s
  </Anchor>,
];

export function MeetingPage() {
  const { meetingId } = route.useParams();
  const query = useQuery(meetingQuery(meetingId));
  const { person } = useMe();
  if (query.data?.colleague_id === person.id) return <Between meeting={query.data} />;
  if (query.data) return <Meeting key={meetingId} meeting={query.data} />;
  return (
    <Page title="1-to-1" above={above}>
      {query.error ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Stack gap="lg" aria-busy="true" aria-label="Loading">
          <Skeleton height={20} width={320} />
          <Sheet>
            <Lines count={9} />
          </Sheet>
        </Stack>
      )}
    </Page>
  );
}

function Meeting({ meeting }: { meeting: MeetingView }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { person } = useMe();
  // What colleagues talk about is no report.
  const coaching = useFeature('feature_ai_coaching') && !meeting.colleague_id;
  const draft = useDraft(meeting);
  const step = useStep(meeting.id);
  const remove = useDeleteMeeting(meeting.id);
  const tab = coaching ? (search.tab ?? 'notes') : 'notes';
  const wide = useMediaQuery(WIDE, false, { getInitialValueInEffect: false });
  const mayPlan = mayWrite(meeting, 'agenda');
  const { write } = draft;
  const planned = draft.values.agenda;
  const agenda = useMemo(
    () =>
      mayPlan
        ? {
            holds: (point: string) => holds(planned, point),
            add: (points: string[]) => {
              const longer = withPoints(planned, points);
              write('agenda', longer);
              return points.filter((point) => holds(longer, point)).length;
            },
          }
        : null,
    [mayPlan, planned, write],
  );
  const summary = (
    <MeetingSummaryTab meetingId={meeting.id} participantName={meeting.participant_name} agenda={agenda} />
  );
  const refused = step.error ?? remove.error;
  return (
    <Page
      title={titleFor(meeting, person.id)}
      above={above}
      subtitle={<Facts meeting={meeting} />}
      actions={<MeetingSteps meeting={meeting} step={step} remove={remove} settle={draft.save} />}
    >
      {refused && (
        <ProblemNotice
          error={refused}
          changing
          retryLabel="Load the latest"
          onRetry={() => {
            step.reset();
            remove.reset();
            void draft.loadLatest();
          }}
        />
      )}
      {coaching && wide ? (
        <div className={classes.beside} data-notes="">
          <Notes meeting={meeting} draft={draft} narrow />
          {summary}
        </div>
      ) : (
        <Tabs
          value={tab}
          keepMounted={false}
          onChange={(to) =>
            void navigate({ search: { tab: to === 'summary' ? 'summary' : undefined }, resetScroll: false })
          }
        >
          <Tabs.List mb="lg" aria-label="Parts of this 1-to-1">
            <Tabs.Tab value="notes">Notes</Tabs.Tab>
            {coaching && <Tabs.Tab value="summary">AI performance report</Tabs.Tab>}
          </Tabs.List>
          <Tabs.Panel value="notes">
            <Notes meeting={meeting} draft={draft} />
          </Tabs.Panel>
          {coaching && <Tabs.Panel value="summary">{summary}</Tabs.Panel>}
        </Tabs>
      )}
    </Page>
  );
}

/** A meeting of colleagues, as the one reads it whom the participant meets. */
function Between({ meeting }: { meeting: MeetingView }) {
  return (
    <Page title={meeting.title} above={above} subtitle={<Facts meeting={meeting} />}>
      <Sheet>
        <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
          {meeting.agenda}
        </Text>
      </Sheet>
    </Page>
  );
}

function Facts({ meeting }: { meeting: MeetingView }) {
  const me = useMe().person.id;
  return (
    <Group gap="xs" style={{ rowGap: 4 }}>
      <Tag tone={toneOf(STATUS_TONES, meeting.status)}>{wordOf(STATUS_WORDS, meeting.status)}</Tag>
      <Text span inherit>
        {meeting.participant_id !== me && (
          <>
            <Person id={meeting.participant_id} name={meeting.participant_name} />{' '}
          </>
        )}
        with{' '}
        {(meeting.colleague_id ?? meeting.facilitator_id) === me ? (
          'you'
        ) : (
          <Person
            id={meeting.colleague_id ?? meeting.facilitator_id}
            name={meeting.colleague_name ?? meeting.facilitator_name}
          />
        )}
        {meeting.colleague_id && `, arranged by ${meeting.facilitator_name}`}
        {' · '}
        <When at={meeting.scheduled_at} />, {sayDuration(meeting.duration_ms)}
        {' · '}
        {wordOf(KIND_WORDS, meeting.kind)}
        {meeting.location ? `, ${meeting.location}` : ''}
        {meeting.link && (
          <>
            {' · '}
            <MantineAnchor href={meeting.link} target="_blank" rel="noreferrer" inherit>
              Join
              <NewTab />
            </MantineAnchor>
          </>
        )}
      </Text>
      {meeting.participant_id !== me && meeting.facilitator_id === me && (
        <Anchor to="/coaching/logs" search={{ agent: meeting.participant_id }} size="sm">
          Coaching logs
        </Anchor>
      )}
      <CalendarFile meetingId={meeting.id} />
    </Group>
  );
}

/** A name; a link where the profile is the signed-in person's to see. */
function Person({ id, name }: { id: string; name: string }) {
  const { person, permissions } = useMe();
  if (id !== person.id && !permissions.includes('people.view')) return <Name of={name} />;
  return (
    <Anchor to="/people/$personId" params={{ personId: id }} inherit>
      <Name of={name} />
    </Anchor>
  );
}

function Notes({
  meeting,
  draft,
  narrow = false,
}: {
  meeting: MeetingView;
  draft: ReturnType<typeof useDraft>;
  /** Beside a report all of it stands in one column. */
  narrow?: boolean;
}) {
  const writes = WRITTEN.some((part) => mayWrite(meeting, part)) || draft.dirty;
  return (
    <Stack gap="md">
      {writes && <SaveState draft={draft} />}
      <Grid gap="lg">
        <Grid.Col span={narrow ? 12 : { base: 12, lg: 7 }}>
          <Sheet>
            <Writing meeting={meeting} draft={draft} />
          </Sheet>
        </Grid.Col>
        <Grid.Col span={narrow ? 12 : { base: 12, lg: 5 }}>
          <Stack gap="lg">
            <Sheet title="Goals">
              <Goals meeting={meeting} draft={draft} />
            </Sheet>
            <MeetingActions meeting={meeting} />
            <PreviousSession meeting={meeting} />
            <MeetingHistory meeting={meeting} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}
