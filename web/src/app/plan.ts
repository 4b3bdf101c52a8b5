/** The ground plan: at most eight places, with tabs inside. What is added becomes a tab, not a place. */
import type { Me, Permission } from '@/api/schema';

/** A part of a place, with an address of its own. */
export interface Tab {
  label: string;
  to: string;
  /** What stands behind the `?` of its address and tells it from the other tabs of the same path. */
  search?: Readonly<Record<string, string | undefined>>;
  /** Offered to those who hold one of these. */
  needs: Permission[];
  /** What waits there for somebody to act, where that can be counted. */
  waits?: 'held' | 'compliance' | 'quality';
}

/** An entry of the rail. It leads to the first of its tabs that the person has, or to `to`. */
export interface Place {
  name: string;
  label: string;
  to?: string;
  tabs: Tab[];
  /** Beginnings of the addresses that belong to it. */
  covers: string[];
}

type Seer = Pick<Me, 'permissions' | 'reach'>;

const EVALUATIONS: Permission[] = ['evaluations.view'];
const REPORTS: Permission[] = ['reports.view'];

const report = (label: string, name: string | undefined): Tab => ({
  label,
  to: '/performance',
  search: { report: name },
  needs: REPORTS,
});

function plan({ reach }: Seer): Place[] {
  // Whoever sees their own work only reads evaluations as a part of how they do; they don't work through them.
  const own = reach === 'own';
  const evaluations: Place = {
    name: 'evaluations',
    label: 'Evaluations',
    to: '/evaluations',
    covers: ['/evaluations'],
    tabs: [
      { label: 'To do', to: '/evaluations', search: { status: 'draft' }, needs: ['evaluations.perform'] },
      { label: 'Done', to: '/evaluations', search: { status: undefined }, needs: EVALUATIONS },
      { label: 'Disputes', to: '/evaluations/disputes', needs: EVALUATIONS },
      {
        label: 'Calibrations',
        to: '/evaluations/calibrations',
        needs: ['evaluations.perform', 'calibrations.manage'],
      },
    ],
  };
  const places: Place[] = [
    { name: 'home', label: 'Home', to: '/', covers: ['/'], tabs: [] },
    {
      name: 'conversations',
      label: 'Conversations',
      covers: ['/conversations'],
      tabs: [
        { label: 'All', to: '/conversations', needs: ['interactions.view'] },
        { label: 'Intake', to: '/conversations/intake', needs: ['intake.manage'], waits: 'held' },
      ],
    },
    ...(own ? [] : [evaluations]),
    {
      name: 'coaching',
      label: 'Coaching',
      covers: ['/coaching', '/summaries'],
      tabs: [
        { label: '1-to-1s', to: '/coaching/meetings', needs: ['coaching.manage', 'coaching.view_own'] },
        {
          label: 'Assignments',
          to: '/coaching/assignments',
          needs: ['coaching.manage', 'coaching.view_own'],
        },
        { label: 'Logs', to: '/coaching/logs', needs: ['coaching.manage', 'coaching.view_own'] },
        { label: 'Marked', to: '/coaching/marked', needs: ['coaching.manage'] },
        { label: 'Monitor', to: '/coaching/monitor', needs: ['coaching.manage'] },
        { label: 'Plans', to: '/coaching/plans', needs: ['coaching.manage', 'coaching.view_own'] },
        { label: 'Pairings', to: '/coaching/pairings', needs: ['coaching.manage', 'coaching.view_own'] },
        { label: 'Practice', to: '/coaching/practice', needs: ['coaching.manage', 'coaching.view_own'] },
        { label: 'Proposed', to: '/coaching/proposals', needs: ['coaching.manage', 'coaching.view_own'] },
      ],
    },
    {
      name: 'performance',
      label: 'Performance',
      covers: ['/performance', ...(own ? evaluations.covers : [])],
      tabs: [
        report('Overview', undefined),
        { label: own ? 'My scores' : 'Scores', to: '/performance/fairness', needs: ['evaluations.view'] },
        { label: 'Inquiries', to: '/performance/inquiries', needs: REPORTS },
        { label: 'Improvement', to: '/performance/improvement', needs: REPORTS },
        report('Line items', 'line-items'),
        report('Responses', 'responses'),
        { label: 'Goals', to: '/performance/goals', needs: ['goals.view'] },
        { ...report('Agreement', 'agreement'), needs: ['scorecards.view'] },
        ...(own
          ? [
              { label: 'Evaluations', to: '/evaluations', needs: EVALUATIONS },
              { label: 'Disputes', to: '/evaluations/disputes', needs: EVALUATIONS },
            ]
          : []),
      ],
    },
    {
      name: 'flags',
      label: 'Flags',
      covers: ['/flags'],
      tabs: [
        {
          label: 'Compliance',
          to: '/flags',
          search: { queue: undefined },
          needs: ['flags.manage'],
          waits: 'compliance',
        },
        {
          label: 'Quality',
          to: '/flags',
          search: { queue: 'quality' },
          needs: ['flags.manage'],
          waits: 'quality',
        },
      ],
    },
    {
      name: 'people',
      label: 'People',
      covers: ['/people'],
      tabs: [{ label: 'People', to: '/people', needs: ['people.view'] }],
    },
    {
      name: 'setup',
      label: 'Setup',
      covers: ['/setup'],
      tabs: [
        { label: 'Scorecards', to: '/setup/scorecards', needs: ['scorecards.view'] },
        { label: 'AI answers', to: '/setup/ai-answers', needs: ['scorecards.view'] },
        { label: 'Automations', to: '/setup/automations', needs: ['automations.manage'] },
        { label: 'Goals', to: '/setup/goals', needs: ['goals.view'] },
        { label: 'Indicators', to: '/setup/indicators', needs: ['settings.manage'] },
        { label: 'Channels', to: '/setup/channels', needs: ['settings.manage'] },
        { label: 'Roles', to: '/setup/roles', needs: ['settings.manage'] },
        { label: 'Account', to: '/setup/account', needs: ['settings.manage', 'people.manage'] },
      ],
    },
  ];
  return places;
}

/** The places that somebody has, each with the tabs that they have. */
export function placesOf(who: Seer): Place[] {
  return plan(who).flatMap((place) => {
    const tabs = place.tabs.filter(({ needs }) => needs.some((each) => who.permissions.includes(each)));
    return place.tabs.length === 0 || tabs.length > 0 ? [{ ...place, tabs }] : [];
  });
}

/** Where a place leads to. */
export function wayTo(place: Place): string {
  return place.to ?? place.tabs[0]?.to ?? '/';
}

/** The place that an address belongs to, if it is one that the person has. */
export function placeAt(places: Place[], path: string): Place | undefined {
  return places.find(({ covers }) =>
    covers.some((each) => path === each || (each !== '/' && path.startsWith(`${each}/`))),
  );
}

/**
 * The tab that stands open. None on the page of one thing, such as a conversation: that has its way back itself, and
 * needs the room.
 */
export function tabAt(place: Place, path: string, search: Record<string, unknown>): Tab | undefined {
  const there = place.tabs.filter((tab) => tab.to === path);
  const named = there.find((tab) =>
    Object.entries(tab.search ?? {}).every(([key, value]) => search[key] === value),
  );
  return named ?? there.find((tab) => Object.values(tab.search ?? {}).every((value) => value === undefined));
}
