/** What changed in a scorecard, in words. */
import type { Question, VersionChange } from '@/api/schema';
import { trim } from '@/parts/numbers';
import { KIND_WORDS, RULE_WORDS } from './words';

const FIELDS: Record<string, string> = {
  format: 'format',
  pass_mark: 'pass mark',
  section_auto_fail_rule: 'what a failed section counts',
  start_automatically: 'starts by itself',
  channels: 'channels',
  queues: 'queues',
  title: 'title',
  description: 'description',
  weight: 'weight',
  text: 'text',
  good: 'what good looks like',
  poor: 'what poor looks like',
  context: 'context',
  kind: 'type',
  required: 'required',
  allow_na: 'N/A allowed',
  default_option_id: 'preselected answer',
  default_not_applicable: 'N/A preselected',
  allow_comment: 'comment allowed',
  require_comment: 'comment required',
  answerer: 'answered by',
  check: 'how the AI answers',
  compliance: 'compliance',
  pass_by_absence: 'a pass needs no words that show it',
  always_applies: 'always applies',
  phrases: 'words to look for',
  'phrases.all_of': 'words that all have to be said',
  'phrases.any_of': 'words of which one has to be said',
  'phrases.speaker': 'who has to say them',
  'phrases.tolerance': 'what is tolerated',
  'phrases.within_ms': 'how early they have to be said, in milliseconds',
  'phrases.within_turns': 'in how many turns they have to be said',
  label: 'label',
  value: 'place on the scale',
  points: 'points',
  auto_fail: 'what it fails',
  passes: 'counts as a pass',
};

const VALUES: Record<string, Record<string, string>> = {
  kind: KIND_WORDS,
  section_auto_fail_rule: RULE_WORDS,
  answerer: { human: 'evaluator', ai: 'AI' },
  check: { intent: 'by intent', exact_match: 'exact match' },
  auto_fail: { none: 'nothing', section: 'its section', evaluation: 'the evaluation' },
  format: { percentage: 'percentage', points: 'points' },
  'phrases.tolerance': { none: 'nothing', small: 'small slips' },
};

function said(field: string, value: VersionChange['before']): string {
  if (value === null || value === undefined || value === '') return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return trim(value);
  if (Array.isArray(value)) return value.length ? value.map((each) => `“${each}”`).join(', ') : 'none';
  return VALUES[field]?.[value] ?? `“${value}”`;
}

/** Where it changed: "Opening, Greeted?, Yes". */
export function whereChanged(change: VersionChange): string {
  const named: [string | null | undefined, string][] = [
    [change.section, 'Section without a title'],
    [change.question, 'Question without a text'],
    [change.option, 'Answer without a label'],
  ];
  const names = named.flatMap(([name, without]) =>
    typeof name === 'string' ? [name.trim() || without] : [],
  );
  return names.join(', ') || 'Scorecard';
}

const THINGS: Record<VersionChange['what'], string> = {
  scorecard: 'Scorecard',
  section: 'Section',
  question: 'Question',
  option: 'Answer',
};

/** What changed there: "points 1 → 2". */
export function whatChanged(change: VersionChange): string {
  const thing = THINGS[change.what];
  if (change.kind === 'added') return `${thing} is new`;
  if (change.kind === 'removed') return `${thing} is gone`;
  if (change.kind === 'moved') {
    if (change.field !== 'section') return `${thing} stands elsewhere in the order`;
    return `Moved from “${String(change.before)}” to “${String(change.after)}”`;
  }
  const field = change.field ?? '';
  const words = FIELDS[field] ?? field.replaceAll('_', ' ');
  const sentence = `${words}: ${said(field, change.before)} → ${said(field, change.after)}`;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** What the kinds of question are called where one is added. */
export const ADD_WORDS: Record<Question['kind'], string> = {
  yes_no: 'Add a yes/no question',
  single_choice: 'Add a single choice',
  rating_scale: 'Add a rating scale',
};
