import { Grid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Home } from '@/api/schema';
import { LinkButton } from '@/parts/Anchor';
import { Empty } from '@/parts/Empty';
import { Lines, Loaded } from '@/parts/Loaded';
import { late } from '@/parts/late';
import { Page, Sheet } from '@/parts/Page';
import { useMay, useMe } from '@/session/me';
import { ForYou } from './ForYou';
import { Agents, Teams } from './Led';
import { OwnMeetings } from './OwnMeetings';
import { homeQuery } from './queries';

// What only some people have at home is read by them alone.
const OwnWork = late(() => import('./OwnWork').then((part) => part.OwnWork), <Lines />);
const Account = late(() => import('./Account').then((part) => part.Account), <Lines />);
const Today = late(() => import('./Today').then((part) => part.Today), <Lines />);

/** What waits for the signed-in person and how those stand whom they lead, by what they may do. */
export function HomePage() {
  const may = useMay();
  const { person } = useMe();
  const query = useQuery(homeQuery);
  const first = person.name.split(' ')[0] ?? person.name;
  const leads = may('coaching.manage') && person.reports > 0;
  // Whoever coaches nobody, and is coached: their own work comes first.
  const works = !may('coaching.manage') && may('coaching.view_own');
  const subtitle = works
    ? 'What goes well, and what was agreed'
    : leads
      ? 'What waits for you, and how your people stand'
      : 'What waits for you';
  return (
    <Page title={`Hello, ${first}`} subtitle={subtitle}>
      <Loaded query={query} skeleton={<Waiting leads={leads} />}>
        {(home) => (works ? <OwnWork home={home} /> : <Desk home={home} leads={leads} />)}
      </Loaded>
    </Page>
  );
}

/** Whoever leads, evaluates or runs the account. */
function Desk({ home, leads }: { home: Home; leads: boolean }) {
  const may = useMay();
  const { person } = useMe();
  const figures = may('reports.view');
  const { evaluating } = home;
  // Who leads has their people's work first; a line of drafts stands in the list already.
  const day = evaluating && !leads ? <Today evaluating={evaluating} /> : null;
  const runs = may('settings.manage');
  const beside = (
    <>
      {leads && person.manager && <OwnMeetings manager={person.manager.name} />}
      {home.account && <Account state={home.account} />}
    </>
  );
  const narrow = leads ? Boolean(person.manager ?? home.account) : Boolean(home.account);
  return (
    <Stack gap="lg">
      {/* A manager comes for their teams; what waits may be a long list. */}
      {home.teams.length > 0 && (
        <Teams rows={home.teams} more={home.teams_more} until={home.meetings_until} figures={figures} />
      )}
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: narrow ? 7 : 12 }}>
          <Stack gap="lg">
            {!runs && day}
            <ForYou items={home.for_you} more={home.for_you_more} />
            {runs && day}
          </Stack>
        </Grid.Col>
        {narrow && (
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <Stack gap="lg">{beside}</Stack>
          </Grid.Col>
        )}
      </Grid>
      {home.agents.length > 0 && (
        <Agents rows={home.agents} more={home.agents_more} until={home.meetings_until} figures={figures} />
      )}
      {leads && home.agents.length + home.teams.length === 0 && (
        <Sheet>
          <Empty
            title="No agents in your line yet"
            action={
              <LinkButton to="/people" variant="default" mt="sm">
                Look at people
              </LinkButton>
            }
          />
        </Sheet>
      )}
    </Stack>
  );
}

function Waiting({ leads }: { leads: boolean }) {
  return (
    <Stack gap="lg">
      <Sheet title="For you">
        <Lines count={6} />
      </Sheet>
      {leads && (
        <Sheet>
          <Lines count={10} />
        </Sheet>
      )}
    </Stack>
  );
}
