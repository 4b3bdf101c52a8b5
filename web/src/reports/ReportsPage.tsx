import { Stack } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { late } from '@/parts/late';
import { Lines } from '@/parts/Loaded';
import { orderIn } from '@/parts/order';
import { Page } from '@/parts/Page';
import { dayOf } from '@/parts/times';
import { useTimeZone } from '@/session/me';
import type { ReportSearch } from './addresses';
import { USUAL, daysOf } from './periods';
import { ReportFilters } from './ReportFilters';

// Each report is read when it is looked at: the charts are heavy.
const Overview = late(() => import('./Overview').then((m) => m.Overview), <Lines count={8} />);
const LineItems = late(() => import('./LineItems').then((m) => m.LineItems), <Lines count={8} />);
const Responses = late(() => import('./Responses').then((m) => m.Responses), <Lines count={8} />);

const Agreement = late(() => import('./Agreement').then((m) => m.Agreement), <Lines count={8} />);

const BODIES = { agreement: Agreement, overview: Overview, 'line-items': LineItems, responses: Responses };

const route = getRouteApi('/signed-in/performance');

/** Reports over evaluations and conversations; which one, about whom and when stands in the address. */
export function ReportsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const zone = useTimeZone();
  const today = dayOf(new Date(), zone);
  const { report = 'overview', from, to, by, question, section, sort, ascending, ...filters } = search;
  const usual = daysOf(USUAL, today);
  const asked = { ...filters, from: from ?? usual.from, to: to ?? usual.to };
  const change = (by: Partial<ReportSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...by }), replace: true });
  const Body = BODIES[report];
  return (
    <Page title="Performance">
      <Stack gap="md">
        <ReportFilters asked={asked} report={report} today={today} onChange={change} />
        <Body
          asked={asked}
          cut={{ by, question, section }}
          order={orderIn({ sort, ascending }, change)}
          onChange={change}
        />
      </Stack>
    </Page>
  );
}
