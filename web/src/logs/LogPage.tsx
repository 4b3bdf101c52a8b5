import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Anchor } from '@/parts/Anchor';
import { Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { Page, Sheet } from '@/parts/Page';
import { When } from '@/parts/When';
import { LogDetail } from './LogDetail';
import { logQuery } from './queries';

const route = getRouteApi('/signed-in/coaching/logs/$logId');
const above = [
  <Anchor key="list" to="/coaching/logs" size="sm">
    Coaching logs
  </Anchor>,
];

/** One coaching log whole: where a notice leads. */
export function LogPage() {
  const { logId } = route.useParams();
  const query = useQuery(logQuery(logId));
  const log = query.data;
  return (
    <Page
      title={log ? (log.inquiry[0] ?? log.queue ?? 'Coaching log') : 'Coaching log'}
      above={above}
      subtitle={
        log && (
          <>
            <Name of={log.agent_name} /> · <When at={log.started_at} />
          </>
        )
      }
    >
      <Loaded query={query}>
        {(one) => (
          <Sheet>
            <LogDetail key={one.id} log={one} onReload={() => query.refetch()} />
          </Sheet>
        )}
      </Loaded>
    </Page>
  );
}
