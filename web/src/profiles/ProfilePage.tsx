import { Skeleton, Stack, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { PersonItem } from '@/api/schema';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { late } from '@/parts/late';
import { Lines } from '@/parts/Loaded';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { wordOf } from '@/parts/words';
import { MeetingLists } from '@/meetings/MeetingTable';
import { personQuery } from '@/people/queries';
import { useFeature, useMay, useMe } from '@/session/me';
import { TABS } from './addresses';
import { ProfileActions } from './ProfileActions';
import { ProfileEvaluations } from './ProfileEvaluations';
import { ProfileHead } from './ProfileHead';
import { ProfileInteractions } from './ProfileInteractions';
import { ProfileOverview } from './ProfileOverview';

const ProfileReports = late(
  async () => (await import('@/summaries/ProfileReports')).ProfileReports,
  <Lines count={6} />,
);

const GenerateReportButton = late(
  async () => (await import('@/summaries/GenerateReportButton')).GenerateReportButton,
);

const route = getRouteApi('/signed-in/people/$personId');
type Tab = (typeof TABS)[number];

const WORDS: Record<Tab, string> = {
  overview: 'Overview',
  reports: 'AI performance reports',
  evaluations: 'Evaluations',
  interactions: 'Interactions',
  meetings: '1-to-1s',
  actions: 'Actions',
};

export function ProfilePage() {
  const { personId } = route.useParams();
  const query = useQuery(personQuery(personId));
  const may = useMay();
  const above = may('people.view')
    ? [
        <Anchor key="people" to="/people" size="sm">
          People
        </Anchor>,
      ]
    : undefined;
  if (query.data) return <Profile key={personId} person={query.data} above={above} />;
  return (
    <Page title="Profile" {...(above && { above })}>
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

function Profile({ person, above }: { person: PersonItem; above: React.ReactNode[] | undefined }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const shown = useTabs(person);
  const tab = shown.find((each) => each === search.tab) ?? 'overview';
  return (
    <Page
      title={person.name}
      {...(above && { above })}
      subtitle={<ProfileHead person={person} />}
      actions={
        <>
          {/* The tab of the reports has the button where they are listed. */}
          {shown.includes('reports') && tab !== 'reports' && (
            <GenerateReportButton
              agentId={person.id}
              agentName={person.name}
              onStarted={(report) => void navigate({ search: { tab: 'reports', report } })}
            />
          )}
          <Doings person={person} />
        </>
      }
    >
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(to) =>
          void navigate({
            search: { tab: TABS.find((each) => each === to && each !== 'overview') },
            resetScroll: false,
          })
        }
      >
        <Tabs.List mb="lg" aria-label={`About ${person.name}`}>
          {shown.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {wordOf(WORDS, each)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="overview">
          <ProfileOverview person={person} />
        </Tabs.Panel>
        <Tabs.Panel value="reports">
          <ProfileReports
            agentId={person.id}
            agentName={person.name}
            openId={search.report}
            onOpen={(report) => void navigate({ search: { tab: 'reports', report }, resetScroll: false })}
            onClose={() => void navigate({ search: { tab: 'reports' }, resetScroll: false })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="evaluations">
          <ProfileEvaluations person={person} />
        </Tabs.Panel>
        <Tabs.Panel value="interactions">
          <ProfileInteractions person={person} />
        </Tabs.Panel>
        <Tabs.Panel value="meetings">
          <Sheet
            pad={false}
            title="1-to-1s"
            actions={
              <LinkButton
                to="/coaching/meetings"
                search={
                  may('coaching.manage') ? { participant: person.id, view: 'calendar' } : { view: 'calendar' }
                }
                variant="default"
                size="xs"
              >
                Open as calendar
              </LinkButton>
            }
          >
            <MeetingLists filter={{ participant_id: person.id }} without={['participant']} />
          </Sheet>
        </Tabs.Panel>
        <Tabs.Panel value="actions">
          <ProfileActions person={person} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

/** The tabs that the signed-in person has of somebody; bots are evaluated, but neither coached nor summarised. */
function useTabs(person: PersonItem): Tab[] {
  const me = useMe();
  const may = useMay();
  const summaries = useFeature('feature_ai_coaching');
  const own = person.id === me.person.id;
  const human = person.kind === 'human';
  const coaching = human && (may('coaching.manage') || (own && may('coaching.view_own')));
  const has: Record<Tab, boolean> = {
    overview: true,
    reports: summaries && human && (own || may('summaries.generate') || may('coaching.manage')),
    evaluations: may('evaluations.view'),
    interactions: may('interactions.view'),
    meetings: coaching,
    actions: coaching,
  };
  return TABS.filter((each) => has[each]);
}

function Doings({ person }: { person: PersonItem }) {
  const me = useMe();
  const may = useMay();
  const coaches = may('coaching.manage') && person.kind === 'human' && person.status === 'active';
  if (!coaches || person.id === me.person.id) return null;
  return (
    <LinkButton to="/coaching/meetings" search={{ schedule: person.id }} variant="default">
      Schedule a 1-to-1
    </LinkButton>
  );
}
