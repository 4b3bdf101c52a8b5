/** Address → page. What an address may carry after `?` is settled in the feature's `addresses.ts`. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import * as evaluations from '@/evaluations/addresses';
import * as interactions from '@/interactions/addresses';
import * as intake from '@/intake/addresses';
import * as meetings from '@/meetings/addresses';
import * as people from '@/people/addresses';
import * as profiles from '@/profiles/addresses';
import * as reports from '@/reports/addresses';
import * as scorecards from '@/scorecards/addresses';
import * as settings from '@/settings/addresses';
import { NotFound } from './NotFound';
import { shellRoute } from './roots';

const under = { getParentRoute: () => shellRoute };

export const pages = [
  createRoute({
    ...under,
    path: '/',
    component: lazyRouteComponent(() => import('@/home/HomePage'), 'HomePage'),
  }),

  createRoute({
    ...under,
    path: '/conversations',
    validateSearch: interactions.list,
    component: lazyRouteComponent(() => import('@/interactions/InteractionsPage'), 'InteractionsPage'),
  }),
  createRoute({
    ...under,
    path: '/conversations/$interactionId',
    validateSearch: interactions.one,
    component: lazyRouteComponent(() => import('@/interactions/InteractionPage'), 'InteractionPage'),
  }),

  createRoute({
    ...under,
    path: '/conversations/intake',
    validateSearch: intake.list,
    component: lazyRouteComponent(() => import('@/intake/IntakePage'), 'IntakePage'),
  }),
  createRoute({
    ...under,
    path: '/conversations/intake/names',
    component: lazyRouteComponent(() => import('@/intake/NamesPage'), 'NamesPage'),
  }),
  createRoute({
    ...under,
    path: '/conversations/intake/$intakeId',
    component: lazyRouteComponent(() => import('@/intake/IntakeItemPage'), 'IntakeItemPage'),
  }),
  createRoute({
    ...under,
    path: '/conversations/intake/sources',
    component: lazyRouteComponent(() => import('@/intake/SourcesPage'), 'SourcesPage'),
  }),
  createRoute({
    ...under,
    path: '/conversations/intake/imports',
    component: lazyRouteComponent(() => import('@/intake/ImportsPage'), 'ImportsPage'),
  }),
  createRoute({
    ...under,
    path: '/conversations/intake/imports/$importId',
    validateSearch: intake.importLines,
    component: lazyRouteComponent(() => import('@/intake/ImportPage'), 'ImportPage'),
  }),

  createRoute({
    ...under,
    path: '/evaluations',
    validateSearch: evaluations.list,
    component: lazyRouteComponent(() => import('@/evaluations/EvaluationsPage'), 'EvaluationsPage'),
  }),
  createRoute({
    ...under,
    path: '/evaluations/$evaluationId',
    component: lazyRouteComponent(() => import('@/evaluations/EvaluationPage'), 'EvaluationPage'),
  }),

  createRoute({
    ...under,
    path: '/setup/scorecards',
    validateSearch: scorecards.list,
    component: lazyRouteComponent(() => import('@/scorecards/ScorecardsPage'), 'ScorecardsPage'),
  }),
  createRoute({
    ...under,
    path: '/setup/scorecards/$scorecardId',
    validateSearch: scorecards.one,
    component: lazyRouteComponent(() => import('@/scorecards/ScorecardPage'), 'ScorecardPage'),
  }),

  createRoute({
    ...under,
    path: '/performance',
    validateSearch: reports.report,
    component: lazyRouteComponent(() => import('@/reports/ReportsPage'), 'ReportsPage'),
  }),

  createRoute({
    ...under,
    path: '/coaching/meetings',
    validateSearch: meetings.list,
    component: lazyRouteComponent(() => import('@/meetings/MeetingsPage'), 'MeetingsPage'),
  }),
  createRoute({
    ...under,
    path: '/coaching/meetings/$meetingId',
    validateSearch: meetings.one,
    component: lazyRouteComponent(() => import('@/meetings/MeetingPage'), 'MeetingPage'),
  }),

  createRoute({
    ...under,
    path: '/summaries/$summaryId',
    component: lazyRouteComponent(() => import('@/summaries/SummaryPage'), 'SummaryPage'),
  }),

  createRoute({
    ...under,
    path: '/people',
    validateSearch: people.list,
    component: lazyRouteComponent(() => import('@/people/PeoplePage'), 'PeoplePage'),
  }),
  createRoute({
    ...under,
    path: '/people/imports',
    component: lazyRouteComponent(() => import('@/people/ImportPeoplePage'), 'ImportPeoplePage'),
  }),
  createRoute({
    ...under,
    path: '/people/imports/$importId',
    component: lazyRouteComponent(() => import('@/people/PeopleImportPage'), 'PeopleImportPage'),
  }),
  createRoute({
    ...under,
    path: '/people/$personId',
    validateSearch: profiles.one,
    component: lazyRouteComponent(() => import('@/profiles/ProfilePage'), 'ProfilePage'),
  }),

  createRoute({
    ...under,
    path: '/preferences',
    component: lazyRouteComponent(() => import('@/notices/PreferencesPage'), 'PreferencesPage'),
  }),

  createRoute({
    ...under,
    path: '/setup/indicators',
    validateSearch: settings.list,
    component: lazyRouteComponent(() => import('@/settings/IndicatorsPage'), 'IndicatorsPage'),
  }),
  createRoute({
    ...under,
    path: '/setup/roles',
    validateSearch: settings.list,
    component: lazyRouteComponent(() => import('@/settings/RolesPage'), 'RolesPage'),
  }),
  createRoute({
    ...under,
    path: '/setup/account',
    validateSearch: settings.tabs,
    component: lazyRouteComponent(() => import('@/settings/AccountPage'), 'AccountPage'),
  }),

  // Whatever else is typed: the way back is beside it.
  createRoute({ ...under, path: '$', component: NotFound }),
];
