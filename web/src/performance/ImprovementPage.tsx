import { NativeSelect, Stack } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Empty } from '@/parts/Empty';
import { Filters, inForce } from '@/parts/Filters';
import { Page, Sheet } from '@/parts/Page';
import { daysAfter } from '@/parts/times';
import { useToday } from '@/parts/When';
import { Whose } from '@/reports/ReportFilters';
import { useMe } from '@/session/me';
import { IMPROVEMENT_DAYS, type ImprovementSearch } from './addresses';
import { CoachedCriteria } from './CoachedCriteria';
import { FlaggedCriteria } from './FlaggedCriteria';
import type { Span } from './improvementQueries';
import { KeyMetrics } from './KeyMetrics';
import { Practice } from './Practice';

const route = getRouteApi('/signed-in/performance/improvement');

/** The five key metrics, and what has come of coaching: of a person, a team, or all whom one may see. */
export function ImprovementPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { reach, person } = useMe();
  const today = useToday();
  const { agent, team, days = '30' } = search;
  const change = (by: Partial<ImprovementSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...by }), replace: true });
  const whom = { agent: reach === 'own' && !team ? person.id : agent, team };
  const span: Span = { from: daysAfter(today, 1 - Number(days)), to: today };
  // Of a team whose people somebody doesn't see, there is nothing but sums.
  const summed = reach === 'own' && team !== undefined;
  return (
    <Page title="Improvement" subtitle="Whether coaching shows in the work, and how sure that is">
      <Stack gap="md">
        <Filters label="Choose whose improvement" count={inForce(search.agent, search.team, search.days)}>
          <Whose asked={{ agent, team }} onChange={change} />
          <NativeSelect
            label="Period"
            w={{ base: '100%', xs: 150 }}
            value={days}
            data={IMPROVEMENT_DAYS.map((value) => ({ value, label: `Past ${value} days` }))}
            onChange={(event) => {
              const chosen = IMPROVEMENT_DAYS.find((each) => each === event.currentTarget.value);
              change({ days: chosen === '30' ? undefined : chosen });
            }}
          />
        </Filters>
        <KeyMetrics whom={whom} span={span} />
        {!summed && (
          <>
            {whom.agent ? (
              <CoachedCriteria agent={whom.agent} />
            ) : (
              <Sheet title="Coached criteria">
                <Empty title="Choose a person">
                  What they are coached on is shown here week by week, beside colleagues who weren’t coached.
                </Empty>
              </Sheet>
            )}
            <FlaggedCriteria whom={whom} />
            <Practice whom={whom} span={span} />
          </>
        )}
      </Stack>
    </Page>
  );
}
