import { Grid, Stack } from '@mantine/core';
import type { Home } from '@/api/schema';
import { useFeature, useMay } from '@/session/me';
import { ForYou } from './ForYou';
import { LatestEvaluations } from './LatestEvaluations';
import { OwnActions } from './OwnActions';
import { OwnMeetings } from './OwnMeetings';
import { OwnReports } from './OwnReports';
import { Strength } from './Strength';

/** An agent's own: a strength first, then what was agreed, then what else is new. */
export function OwnWork({ home }: { home: Home }) {
  const may = useMay();
  const summaries = useFeature('feature_ai_coaching');
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Stack gap="lg">
          {may('reports.view') && <Strength />}
          <OwnActions />
          <OwnMeetings />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <Stack gap="lg">
          <ForYou items={home.for_you} more={home.for_you_more} />
          {may('evaluations.view') && <LatestEvaluations />}
          {summaries && <OwnReports />}
        </Stack>
      </Grid.Col>
    </Grid>
  );
}
