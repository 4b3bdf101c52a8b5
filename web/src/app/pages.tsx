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
    path: '/interactions',
    validateSearch: interactions.list,
    component: lazyRouteComponent(() => import('@/interactions/InteractionsPage'), 'InteractionsPage'),
  }),
  createRoute({
    ...under,
    path: '/interactions/$interactionId',
    validateSearch: interactions.one,
    component: lazyRouteComponent(() => import('@/interactions/InteractionPage'), 'InteractionPage'),
  }),

  createRoute({
    ...under,
    path: '/intake',
    validateSearch: intake.list,
    component: lazyRouteComponent(() => import('@/intake/IntakePage'), 'IntakePage'),
  }),
  createRoute({
    ...under,
    path: '/intake/batches',
    component: lazyRouteComponent(() => import('@/intake/BatchesPage'), 'BatchesPage'),
  }),
  createRoute({
    ...under,
    path: '/intake/names',
    validateSearch: intake.names,
    component: lazyRouteComponent(() => import('@/intake/NamesPage'), 'NamesPage'),
  }),
  createRoute({
    ...under,
    path: '/intake/$intakeId',
    component: lazyRouteComponent(() => import('@/intake/IntakeItemPage'), 'IntakeItemPage'),
  }),
  createRoute({
    ...under,
    path: '/intake/sources',
    component: lazyRouteComponent(() => import('@/intake/SourcesPage'), 'SourcesPage'),
  }),
  createRoute({
    ...under,
    path: '/intake/imports',
    component: lazyRouteComponent(() => import('@/intake/ImportsPage'), 'ImportsPage'),
  }),
  createRoute({
    ...under,
    path: '/intake/imports/$importId',
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
    validateSearch: evaluations.one,
    component: lazyRouteComponent(() => import('@/evaluations/EvaluationPage'), 'EvaluationPage'),
  }),

  createRoute({
    ...under,
    path: '/scorecards',
    validateSearch: scorecards.list,
    component: lazyRouteComponent(() => import('@/scorecards/ScorecardsPage'), 'ScorecardsPage'),
  }),
  createRoute({
    ...under,
    path: '/scorecards/$scorecardId',
    validateSearch: scorecards.one,
    component: lazyRouteComponent(() => import('@/scorecards/ScorecardPage'), 'ScorecardPage'),
  }),

  createRoute({
    ...under,
    path: '/reports',
    validateSearch: reports.report,
    component: lazyRouteComponent(() => import('@/reports/ReportsPage'), 'ReportsPage'),
  }),

  createRoute({
    ...under,
    path: '/meetings',
    validateSearch: meetings.list,
    component: lazyRouteComponent(() => import('@/meetings/MeetingsPage'), 'MeetingsPage'),
  }),
  createRoute({
    ...under,
    path: '/meetings/$meetingId',
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
    path: '/settings',
    validateSearch: settings.tabs,
    component: lazyRouteComponent(() => import('@/settings/SettingsPage'), 'SettingsPage'),
  }),
];
