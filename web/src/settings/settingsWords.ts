/** What the account's settings are called, and how those are said that are more than a text, a number or a yes or no. */
import type { SettingsItem } from '@/api/schema';

type Masking = SettingsItem['masking'];
type Place = NonNullable<Masking['card']>;
type Budget = SettingsItem['model_budget_usd_month'];
type Sampling = SettingsItem['automatic_sampling'];

export const SETTING_LABELS = {
  time_zone: 'Time zone',
  minimum_sample: 'Minimum sample',
  score_threshold: 'Low score',
  pattern_threshold: 'Low criterion',
  pattern_length: 'Calls running',
  alert_keywords: 'Alert keywords',
  policy_indicators: 'Policy violations',
  flag_hang_ups: 'Flag hang-ups',
  inquiries: 'Inquiries',
  plan_assistance: 'Assistance in coaching plans',
  agent_channel: 'Agent’s channel',
  ask_about_queues: 'Queues that are not known',
  agent_sentiment: 'Infer agents’ sentiment',
  screen_recording: 'Show screen recordings',
  summary_check: 'Check reports a second time',
  reports_overnight: 'Make reports of 1-to-1s overnight',
  answer_check: 'Check the AI’s answers a second time',
  practice_pass_score: 'Practice passes from',
  masking: 'Masking personal data',
  model_budget_usd_month: 'What transcription and the model may cost in a month',
  automatic_sampling: 'What the AI evaluates by itself',
  accept_and_dispute: 'Agents answer evaluations',
  require_acknowledgement: 'Require acknowledgement',
  acknowledgement_window_days: 'Days to answer',
  acknowledgement_reminder_days: 'Reminder, days before',
  acknowledge_automatic: 'Ask for each automatic evaluation too',
  dispute_rounds: 'Most disputes of an evaluation',
  disputes_decided_by: 'Disputes are decided by',
  dispute_reviewer_id: 'Reviewer',
  ai_must_earn: 'The AI has to earn each question',
  ai_checker_ids: 'Who checks the AI',
  ai_agreement_line: 'Agreement to exceed, in percent',
  ai_least_checks: 'Fewest checks of a question',
  ai_check_percent: 'Evaluations drawn for a check, in percent',
  ai_checks_monthly: 'Most checks of a question in 30 days',
};

export const CHANNELS = [
  { value: 'told', label: 'Told by the wording, as a guess' },
  { value: '0', label: 'The first' },
  { value: '1', label: 'The second' },
];

export const QUEUES: { value: SettingsItem['ask_about_queues']; label: string }[] = [
  { value: 'similar', label: 'Those that look like a slip for a known one' },
  { value: 'unknown', label: 'All of them' },
  { value: 'never', label: 'None' },
];

export const DECIDERS: { value: SettingsItem['disputes_decided_by']; label: string }[] = [
  { value: 'evaluator', label: 'Whoever made the evaluation' },
  { value: 'reviewer', label: 'The reviewer named below' },
  { value: 'queue', label: 'Anybody who may decide disputes' },
];

export const MASKED: { kind: keyof Masking; label: string }[] = [
  { kind: 'card', label: 'Card numbers' },
  { kind: 'cvv', label: 'Security codes and PINs' },
  { kind: 'account', label: 'Accounts, IBANs, policies and other long numbers' },
  { kind: 'national_id', label: 'National ids, passports and licences' },
  { kind: 'phone', label: 'Phone numbers' },
  { kind: 'email', label: 'E-mail addresses' },
  { kind: 'address', label: 'Postal addresses' },
  { kind: 'birth', label: 'Dates of birth' },
  { kind: 'name', label: 'Names of people' },
];

export const PLACES: { value: Place; label: string }[] = [
  { value: 'never', label: 'Never' },
  { value: 'leaving', label: 'For models, notices and readers' },
  { value: 'stored', label: 'Before it is stored' },
];

export const USES: { use: keyof Budget; label: string; once: string }[] = [
  {
    use: 'transcription',
    label: 'Transcribing recordings',
    once: 'Recordings are held, and go on by themselves.',
  },
  {
    use: 'analysis',
    label: 'Analysing conversations',
    once: 'Conversations come in without what the model reads, and are made up for.',
  },
  {
    use: 'answers',
    label: 'Answering scorecards',
    once: 'Automatic evaluations wait; drafts are answered by people.',
  },
  {
    use: 'summary',
    label: 'Writing summaries',
    once: 'Reports that were asked for wait, and are made by themselves.',
  },
  { use: 'practice', label: 'Practice', once: 'Attempts wait where they are; nothing of them is lost.' },
];

export const WAYS: { how: Sampling['how']; label: string }[] = [
  { how: 'all', label: 'Every conversation' },
  { how: 'share', label: 'A share of them, by lot' },
  { how: 'number', label: 'So many of each agent and month, by lot' },
];

const labelOf = <Value>(of: { value: Value; label: string }[], value: Value) =>
  of.find((each) => each.value === value)?.label ?? String(value);

/** A setting of many parts in words, as `Contested` takes them. */
export const SAY_SETTING = {
  agent_channel: (channel: SettingsItem['agent_channel']) =>
    labelOf(CHANNELS, channel === null || channel === undefined ? 'told' : String(channel)),
  ask_about_queues: (queues: SettingsItem['ask_about_queues']) => labelOf(QUEUES, queues),
  disputes_decided_by: (by: SettingsItem['disputes_decided_by']) => labelOf(DECIDERS, by),
  masking: (masking: Masking) =>
    MASKED.map(({ kind, label }) => `${label}: ${labelOf(PLACES, masking[kind])}`).join('; '),
  model_budget_usd_month: (budget: Budget) =>
    USES.map(({ use, label }) => `${label}: ${budget[use] == null ? 'No limit' : `$${budget[use]}`}`).join(
      '; ',
    ),
  automatic_sampling: ({ how, percent, per_agent_month }: Sampling) => {
    const way = WAYS.find((each) => each.how === how)?.label ?? how;
    if (how === 'share') return `${way}: ${percent}%`;
    return how === 'number' ? `${way}: ${per_agent_month}` : way;
  },
};
