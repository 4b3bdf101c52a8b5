/** Address → page. What an address may carry after `?` is settled in the feature's `addresses.ts`. */
import { createRoute } from '@tanstack/react-router';
import * as assignments from '@/assignments/addresses';
import * as automations from '@/automations/addresses';
import * as calibrations from '@/calibrations/addresses';
import * as disputes from '@/disputes/addresses';
import * as evaluations from '@/evaluations/addresses';
import * as fairness from '@/fairness/addresses';
import * as flags from '@/flags/addresses';
import * as goals from '@/goals/addresses';
import * as interactions from '@/interactions/addresses';
import * as intake from '@/intake/addresses';
import * as logs from '@/logs/addresses';
import * as meetings from '@/meetings/addresses';
import * as pairings from '@/pairings/addresses';
import * as people from '@/people/addresses';
import * as performance from '@/performance/addresses';
import * as plans from '@/plans/addresses';
import * as profiles from '@/profiles/addresses';
import * as practice from '@/practice/addresses';
import * as proposals from '@/proposals/addresses';
import * as reports from '@/reports/addresses';
import * as scorecards from '@/scorecards/addresses';
import * as settings from '@/settings/addresses';
import { lazyPage } from './lazyPage';
import { NotFound } from './NotFound';
import { shellRoute } from './roots';

const under = { getParentRoute: () => shellRoute };

export const pages = [
  createRoute({
    ...under,
    path: '/',
    component: lazyPage(() => import('@/home/HomePage'), 'HomePage'),
  }),

  createRoute({
    ...under,
    path: '/conversations',
    validateSearch: interactions.list,
    component: lazyPage(() => import('@/interactions/InteractionsPage'), 'InteractionsPage'),
  }),
  createRoute({
    ...under,
    path: '/conversations/$interactionId',
    validateSearch: interactions.one,
    component: lazyPage(() => import('@/interactions/InteractionPage'), 'InteractionPage'),
  }),

  createRoute({
    ...under,
    path: '/conversations/intake',
    validateSearch: intake.list,
    component: lazyPage(() => import('@/intake/IntakePage'), 'IntakePage'),
  }),
  createRoute({
    ...under,
    path: '/conversations/intake/batches',
    component: lazyPage(() => import('@/intake/BatchesPage'), 'BatchesPage'),
  }),
  createRoute({
    ...under,
    path: '/conversations/intake/names',
    validateSearch: intake.names,
    component: lazyPage(() => import('@/intake/NamesPage'), 'NamesPage'),
  }),
  createRoute({
    ...under,
    path: '/conversations/intake/$intakeId',
    component: lazyPage(() => import('@/intake/IntakeItemPage'), 'IntakeItemPage'),
  }),
  createRoute({
    ...under,
    path: '/conversations/intake/sources',
    component: lazyPage(() => import('@/intake/SourcesPage'), 'SourcesPage'),
  }),
  createRoute({
    ...under,
    path: '/conversations/intake/name-patterns',
    component: lazyPage(() => import('@/intake/NamePatternsPage'), 'NamePatternsPage'),
  }),
  createRoute({
    ...under,
    path: '/conversations/intake/imports',
    component: lazyPage(() => import('@/intake/ImportsPage'), 'ImportsPage'),
  }),
  createRoute({
    ...under,
    path: '/conversations/intake/imports/$importId',
    validateSearch: intake.importLines,
    component: lazyPage(() => import('@/intake/ImportPage'), 'ImportPage'),
  }),

  createRoute({
    ...under,
    path: '/evaluations',
    validateSearch: evaluations.list,
    component: lazyPage(() => import('@/evaluations/EvaluationsPage'), 'EvaluationsPage'),
  }),
  createRoute({
    ...under,
    path: '/evaluations/disputes',
    validateSearch: disputes.list,
    component: lazyPage(() => import('@/disputes/DisputesPage'), 'DisputesPage'),
  }),
  createRoute({
    ...under,
    path: '/evaluations/calibrations',
    validateSearch: calibrations.list,
    component: lazyPage(() => import('@/calibrations/CalibrationsPage'), 'CalibrationsPage'),
  }),
  createRoute({
    ...under,
    path: '/evaluations/calibrations/$calibrationId',
    component: lazyPage(() => import('@/calibrations/CalibrationPage'), 'CalibrationPage'),
  }),
  createRoute({
    ...under,
    path: '/evaluations/checks/$checkId',
    component: lazyPage(() => import('@/evaluations/BlindCheckPage'), 'BlindCheckPage'),
  }),
  createRoute({
    ...under,
    path: '/evaluations/$evaluationId',
    validateSearch: evaluations.one,
    component: lazyPage(() => import('@/evaluations/EvaluationPage'), 'EvaluationPage'),
  }),

  createRoute({
    ...under,
    path: '/flags',
    validateSearch: flags.list,
    component: lazyPage(() => import('@/flags/FlagsPage'), 'FlagsPage'),
  }),
  createRoute({
    ...under,
    path: '/flags/$flagId',
    component: lazyPage(() => import('@/flags/FlagPage'), 'FlagPage'),
  }),

  createRoute({
    ...under,
    path: '/setup/scorecards',
    validateSearch: scorecards.list,
    component: lazyPage(() => import('@/scorecards/ScorecardsPage'), 'ScorecardsPage'),
  }),
  createRoute({
    ...under,
    path: '/setup/scorecards/new',
    component: lazyPage(() => import('@/scorecards/NewScorecardPage'), 'NewScorecardPage'),
  }),
  createRoute({
    ...under,
    path: '/setup/scorecards/import',
    validateSearch: scorecards.importing,
    component: lazyPage(() => import('@/scorecards/ImportScorecardPage'), 'ImportScorecardPage'),
  }),
  createRoute({
    ...under,
    path: '/setup/scorecards/$scorecardId/edit',
    validateSearch: scorecards.editing,
    component: lazyPage(() => import('@/scorecards/BuilderPage'), 'BuilderPage'),
  }),
  createRoute({
    ...under,
    path: '/setup/scorecards/$scorecardId/try',
    component: lazyPage(() => import('@/evaluations/TryPage'), 'TryPage'),
  }),
  createRoute({
    ...under,
    path: '/setup/scorecards/$scorecardId',
    validateSearch: scorecards.one,
    component: lazyPage(() => import('@/scorecards/ScorecardPage'), 'ScorecardPage'),
  }),

  createRoute({
    ...under,
    path: '/setup/ai-answers',
    validateSearch: evaluations.aiAnswers,
    component: lazyPage(() => import('@/evaluations/AiAnswersPage'), 'AiAnswersPage'),
  }),
  createRoute({
    ...under,
    path: '/setup/automations',
    validateSearch: automations.list,
    component: lazyPage(() => import('@/automations/AutomationsPage'), 'AutomationsPage'),
  }),
  createRoute({
    ...under,
    path: '/setup/goals',
    validateSearch: goals.list,
    component: lazyPage(() => import('@/goals/GoalsPage'), 'GoalsPage'),
  }),
  createRoute({
    ...under,
    path: '/performance/goals',
    validateSearch: goals.progress,
    component: lazyPage(() => import('@/goals/GoalProgressPage'), 'GoalProgressPage'),
  }),

  createRoute({
    ...under,
    path: '/performance/inquiries',
    validateSearch: performance.performance,
    component: lazyPage(() => import('@/performance/PerformancePage'), 'PerformancePage'),
  }),

  createRoute({
    ...under,
    path: '/performance/improvement',
    validateSearch: performance.improvement,
    component: lazyPage(() => import('@/performance/ImprovementPage'), 'ImprovementPage'),
  }),

  createRoute({
    ...under,
    path: '/performance/fairness',
    validateSearch: fairness.list,
    component: lazyPage(() => import('@/fairness/FairnessPage'), 'FairnessPage'),
  }),

  createRoute({
    ...under,
    path: '/performance',
    validateSearch: reports.report,
    component: lazyPage(() => import('@/reports/ReportsPage'), 'ReportsPage'),
  }),

  createRoute({
    ...under,
    path: '/coaching/plans',
    validateSearch: plans.list,
    component: lazyPage(() => import('@/plans/PlansPage'), 'PlansPage'),
  }),
  createRoute({
    ...under,
    path: '/coaching/plans/new',
    validateSearch: plans.fresh,
    component: lazyPage(() => import('@/plans/NewPlanPage'), 'NewPlanPage'),
  }),
  createRoute({
    ...under,
    path: '/coaching/plans/$planId',
    component: lazyPage(() => import('@/plans/PlanPage'), 'PlanPage'),
  }),

  createRoute({
    ...under,
    path: '/coaching/pairings',
    validateSearch: pairings.list,
    component: lazyPage(() => import('@/pairings/PairingsPage'), 'PairingsPage'),
  }),
  createRoute({
    ...under,
    path: '/coaching/pairings/new',
    validateSearch: pairings.fresh,
    component: lazyPage(() => import('@/pairings/NewPairingPage'), 'NewPairingPage'),
  }),
  createRoute({
    ...under,
    path: '/coaching/pairings/$pairingId',
    component: lazyPage(() => import('@/pairings/PairingPage'), 'PairingPage'),
  }),
  createRoute({
    ...under,
    path: '/coaching/practice',
    validateSearch: practice.list,
    component: lazyPage(() => import('@/practice/PracticePage'), 'PracticePage'),
  }),
  createRoute({
    ...under,
    path: '/coaching/practice/new',
    // The same choices: for whom, and on what.
    validateSearch: pairings.fresh,
    component: lazyPage(() => import('@/practice/NewPracticePage'), 'NewPracticePage'),
  }),
  createRoute({
    ...under,
    path: '/coaching/practice/$scenarioId',
    component: lazyPage(() => import('@/practice/ScenarioPage'), 'ScenarioPage'),
  }),
  createRoute({
    ...under,
    path: '/coaching/practice/$scenarioId/$attemptId',
    component: lazyPage(() => import('@/practice/AttemptPage'), 'AttemptPage'),
  }),
  createRoute({
    ...under,
    path: '/coaching/proposals',
    validateSearch: proposals.list,
    component: lazyPage(() => import('@/proposals/ProposalsPage'), 'ProposalsPage'),
  }),

  createRoute({
    ...under,
    path: '/coaching/logs',
    validateSearch: logs.list,
    component: lazyPage(() => import('@/logs/LogsPage'), 'LogsPage'),
  }),
  createRoute({
    ...under,
    path: '/coaching/logs/$logId',
    component: lazyPage(() => import('@/logs/LogPage'), 'LogPage'),
  }),

  createRoute({
    ...under,
    path: '/coaching/meetings',
    validateSearch: meetings.list,
    component: lazyPage(() => import('@/meetings/MeetingsPage'), 'MeetingsPage'),
  }),
  createRoute({
    ...under,
    path: '/coaching/meetings/$meetingId',
    validateSearch: meetings.one,
    component: lazyPage(() => import('@/meetings/MeetingPage'), 'MeetingPage'),
  }),

  createRoute({
    ...under,
    path: '/coaching/assignments',
    validateSearch: assignments.list,
    component: lazyPage(() => import('@/assignments/AssignmentsPage'), 'AssignmentsPage'),
  }),
  createRoute({
    ...under,
    path: '/coaching/assignments/$assignmentId',
    validateSearch: assignments.one,
    component: lazyPage(() => import('@/assignments/AssignmentPage'), 'AssignmentPage'),
  }),
  createRoute({
    ...under,
    path: '/coaching/groups/$groupId',
    validateSearch: assignments.group,
    component: lazyPage(() => import('@/assignments/GroupPage'), 'GroupPage'),
  }),
  createRoute({
    ...under,
    path: '/coaching/marked',
    validateSearch: assignments.marked,
    component: lazyPage(() => import('@/assignments/MarkedPage'), 'MarkedPage'),
  }),
  createRoute({
    ...under,
    path: '/coaching/monitor',
    validateSearch: assignments.monitor,
    component: lazyPage(() => import('@/assignments/MonitorPage'), 'MonitorPage'),
  }),

  createRoute({
    ...under,
    path: '/summaries/$summaryId',
    component: lazyPage(() => import('@/summaries/SummaryPage'), 'SummaryPage'),
  }),

  createRoute({
    ...under,
    path: '/people',
    validateSearch: people.list,
    component: lazyPage(() => import('@/people/PeoplePage'), 'PeoplePage'),
  }),
  createRoute({
    ...under,
    path: '/people/imports',
    component: lazyPage(() => import('@/people/ImportPeoplePage'), 'ImportPeoplePage'),
  }),
  createRoute({
    ...under,
    path: '/people/imports/$importId',
    component: lazyPage(() => import('@/people/PeopleImportPage'), 'PeopleImportPage'),
  }),
  createRoute({
    ...under,
    path: '/people/shifts',
    component: lazyPage(() => import('@/scheduling/ImportShiftsPage'), 'ImportShiftsPage'),
  }),
  createRoute({
    ...under,
    path: '/people/$personId',
    validateSearch: profiles.one,
    component: lazyPage(() => import('@/profiles/ProfilePage'), 'ProfilePage'),
  }),

  createRoute({
    ...under,
    path: '/preferences',
    component: lazyPage(() => import('@/notices/PreferencesPage'), 'PreferencesPage'),
  }),

  createRoute({
    ...under,
    path: '/calendar',
    component: lazyPage(() => import('@/scheduling/CalendarFeedPage'), 'CalendarFeedPage'),
  }),

  createRoute({
    ...under,
    path: '/setup/indicators',
    validateSearch: settings.list,
    component: lazyPage(() => import('@/settings/IndicatorsPage'), 'IndicatorsPage'),
  }),
  createRoute({
    ...under,
    path: '/setup/channels',
    validateSearch: settings.list,
    component: lazyPage(() => import('@/settings/ChannelsPage'), 'ChannelsPage'),
  }),
  createRoute({
    ...under,
    path: '/setup/roles',
    validateSearch: settings.list,
    component: lazyPage(() => import('@/settings/RolesPage'), 'RolesPage'),
  }),
  createRoute({
    ...under,
    path: '/setup/account',
    validateSearch: settings.tabs,
    component: lazyPage(() => import('@/settings/AccountPage'), 'AccountPage'),
  }),

  // Whatever else is typed: the way back is beside it.
  createRoute({ ...under, path: '$', component: NotFound }),
];
