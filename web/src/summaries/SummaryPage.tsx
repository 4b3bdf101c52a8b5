import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Problem } from '@/api/problems';
import { Anchor } from '@/parts/Anchor';
import { Name } from '@/parts/Name';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useFeature } from '@/session/me';
import { SummaryReader } from './SummaryReader';
import { summaryQuery } from './queries';

const route = getRouteApi('/signed-in/summaries/$summaryId');
const TITLE = 'AI performance report';

/** One report on a page of its own. */
export function SummaryPage() {
  const { summaryId } = route.useParams();
  const on = useFeature('feature_ai_coaching');
  const navigate = useNavigate();
  const { data } = useQuery({ ...summaryQuery(summaryId), enabled: on, refetchInterval: false });
  // The name of a printed file is that of the page.
  useDocumentTitle(data ? `${TITLE}, ${data.agent_name} · Debrief` : `${TITLE} · Debrief`);
  if (!on) {
    return (
      <Page title="Not found">
        <ProblemNotice error={new Problem('not-found', 404, 'There is no such page')} />
      </Page>
    );
  }
  const above = data && [
    <Anchor key="person" to="/people/$personId" params={{ personId: data.agent_id }}>
      <Name of={data.agent_name} />
    </Anchor>,
    data.meeting_id ? (
      <Anchor
        key="meeting"
        to="/coaching/meetings/$meetingId"
        params={{ meetingId: data.meeting_id }}
        search={{ tab: 'summary' }}
      >
        1-to-1
      </Anchor>
    ) : (
      <Anchor
        key="reports"
        to="/people/$personId"
        params={{ personId: data.agent_id }}
        search={{ tab: 'reports' }}
      >
        AI performance reports
      </Anchor>
    ),
  ];
  return (
    <Page title={TITLE} {...(above ? { above } : {})}>
      <Sheet>
        <SummaryReader
          summaryId={summaryId}
          onDeleted={() => {
            if (!data) return;
            void (data.meeting_id
              ? navigate({
                  to: '/coaching/meetings/$meetingId',
                  params: { meetingId: data.meeting_id },
                  search: { tab: 'summary' },
                })
              : navigate({
                  to: '/people/$personId',
                  params: { personId: data.agent_id },
                  search: { tab: 'reports' },
                }));
          }}
        />
      </Sheet>
    </Page>
  );
}
