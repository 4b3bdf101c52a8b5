import { Grid, Stack } from '@mantine/core';
import { Page } from '@/parts/Page';
import { useFeature, useMay, useMe } from '@/session/me';
import { Account } from './Account';
import { Drafts } from './Drafts';
import { LatestEvaluations } from './LatestEvaluations';
import { NextMeetings } from './NextMeetings';
import { OwnActions } from './OwnActions';
import { OwnMeetings } from './OwnMeetings';
import { OwnReports } from './OwnReports';
import { Team } from './Team';
import { TeamActions } from './TeamActions';

/** What is waiting for the signed-in person, by what they may do. */
export function HomePage() {
  const may = useMay();
  const { person } = useMe();
  const summaries = useFeature('feature_ai_coaching');
  const first = person.name.split(' ')[0] ?? person.name;
  const leads = may('coaching.manage') && person.reports > 0;
  const evaluates = may('evaluations.perform');
  // Whoever coaches nobody, and is coached: their own work comes first.
  const works = !may('coaching.manage') && may('coaching.view_own');

  if (works) {
    return (
      <Page title={`Hello, ${first}`} subtitle="Your work, and what was agreed about it">
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <Stack gap="lg">
              <OwnMeetings />
              <OwnActions />
            </Stack>
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <Stack gap="lg">
              {may('evaluations.view') && <LatestEvaluations />}
              {summaries && <OwnReports />}
            </Stack>
          </Grid.Col>
        </Grid>
      </Page>
    );
  }
  return (
    <Page
      title={`Hello, ${first}`}
      subtitle={leads ? 'Your team, and what waits for you' : 'What waits for you'}
    >
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: leads ? 7 : 6 }}>
          <Stack gap="lg">
            {leads && <NextMeetings />}
            {leads && <Team />}
            {!leads && evaluates && <Drafts />}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: leads ? 5 : 6 }}>
          <Stack gap="lg">
            {leads && <TeamActions />}
            {leads && evaluates && <Drafts />}
            {leads && person.manager && <OwnMeetings manager={person.manager.name} />}
            <Account />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}
