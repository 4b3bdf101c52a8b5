import { Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense, lazy } from 'react';
import { Lines } from '@/parts/Loaded';
import { Page } from '@/parts/Page';
import { dayOf } from '@/parts/times';
import { useTimeZone } from '@/session/me';
import { REPORTS, type ReportSearch } from './addresses';
import { USUAL, daysOf } from './periods';
import { ReportFilters } from './ReportFilters';

// Each report is read when it is looked at: the charts are heavy.
const LineItems = lazy(() => import('./LineItems').then((m) => ({ default: m.LineItems })));
const Responses = lazy(() => import('./Responses').then((m) => ({ default: m.Responses })));
const Evaluations = lazy(() => import('./Evaluations').then((m) => ({ default: m.Evaluations })));
const Conversations = lazy(() => import('./Conversations').then((m) => ({ default: m.Conversations })));

const WORDS: Record<(typeof REPORTS)[number], string> = {
  'line-items': 'Line items',
  responses: 'Responses',
  evaluations: 'Evaluations',
  conversations: 'Conversations',
};
const BODIES = {
  'line-items': LineItems,
  responses: Responses,
  evaluations: Evaluations,
  conversations: Conversations,
};

const route = getRouteApi('/signed-in/reports');

/** Reports over evaluations and conversations; which one, about whom and when stands in the address. */
export function ReportsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const zone = useTimeZone();
  const today = dayOf(new Date(), zone);
  const { report = 'line-items', from, to, ...filters } = search;
  const usual = daysOf(USUAL, today);
  const asked = { ...filters, from: from ?? usual.from, to: to ?? usual.to };
  const change = (by: Partial<ReportSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...by }), replace: true });
  const Body = BODIES[report];
  return (
    <Page title="Performance">
      <Tabs
        value={report}
        keepMounted={false}
        onChange={(tab) => {
          const chosen = REPORTS.find((each) => each === tab);
          void navigate({
            search: (before) => ({ ...before, report: chosen === 'line-items' ? undefined : chosen }),
          });
        }}
      >
        <Tabs.List mb="md" style={{ overflowX: 'auto', flexWrap: 'nowrap' }}>
          {REPORTS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {WORDS[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <ReportFilters asked={asked} report={report} today={today} onChange={change} />
        {REPORTS.map((each) => (
          <Tabs.Panel key={each} value={each} pt="md">
            {each === report && (
              <Suspense fallback={<Lines count={8} />}>
                <Body asked={asked} />
              </Suspense>
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}
