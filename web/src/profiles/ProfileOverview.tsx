import { Grid, Stack } from '@mantine/core';
import type { PersonItem } from '@/api/schema';
import { dayOf } from '@/parts/times';
import { useMay, useMe, useTimeZone } from '@/session/me';
import { CoachingNow } from './CoachingNow';
import { DirectReports } from './DirectReports';
import { FeedbackSheet } from './FeedbackSheet';
import { MetricsSheet } from './MetricsSheet';
import { StandingSheet } from './StandingSheet';
import { fourWeeks } from './queries';

/** How somebody has been doing these four weeks, and what is going on with them. */
export function ProfileOverview({ person }: { person: PersonItem }) {
  const may = useMay();
  const me = useMe();
  const span = fourWeeks(dayOf(new Date(), useTimeZone()));
  const coaching =
    person.kind === 'human' &&
    (may('coaching.manage') || (person.id === me.person.id && may('coaching.view_own')));
  // Whoever has never had an id in a telephone system, and isn't meant to, has no conversations to count.
  const handles =
    person.agent_references.length > 0 ||
    person.kind === 'bot' ||
    person.roles.some(({ id }) => id === 'agent');
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Stack gap="lg">
          {may('reports.view') && handles && (
            <>
              <MetricsSheet person={person} span={span} />
              <StandingSheet person={person} span={span} />
            </>
          )}
          {person.reports > 0 && may('people.view') && <DirectReports person={person} />}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        {coaching && (
          <Stack gap="lg">
            <CoachingNow person={person} />
            <FeedbackSheet person={person} />
          </Stack>
        )}
      </Grid.Col>
    </Grid>
  );
}
