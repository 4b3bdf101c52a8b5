/** Improvement in words: what the five metrics are, how a figure reads, and what may be said of it. */
import type {
  CoachedCriterion,
  KeyFigure,
  KeyMetricLine,
  Matched,
  PracticeCorrelation,
  PractisingAgent,
} from '@/api/schema';
import { average, counted, fixed, signed } from '@/parts/numbers';
import type { Tone } from '@/parts/Tag';
import { daysAfter } from '@/parts/times';
import { entryOf, wordOf } from '@/parts/words';

type Name = KeyMetricLine['name'];
type Unit = KeyMetricLine['unit'];

const KEY_WORDS: Record<Name, string> = {
  quality: 'Agent quality score',
  first_call_resolution: 'First-call resolution',
  compliance: 'Compliance rate',
  sentiment_arc: 'Customer sentiment arc',
  coaching_completion: 'Coaching completion',
};

const MEANING_WORDS: Record<Name, string> = {
  quality: 'Average score of evaluations',
  first_call_resolution:
    'Conversations that are resolved and no repeat contact, of those in which both were told',
  compliance: 'Answers to compliance criteria that pass, of those that apply',
  sentiment_arc: 'Customers’ sentiment at the end less that at the start, −10 to 10',
  coaching_completion:
    'Assignments and practice that were due and were done by that day; practice has to be passed',
};

const SAMPLE_WORDS: Record<Name, string> = {
  quality: 'evaluation',
  first_call_resolution: 'conversation',
  compliance: 'answer',
  sentiment_arc: 'conversation',
  coaching_completion: 'assignment or scenario',
};

export const sayMetric = (name: Name) => wordOf(KEY_WORDS, name);
export const sayMeaning = (name: Name) => entryOf(MEANING_WORDS, name, '');

/** "38 evaluations". */
export function saySample(name: Name, sample: number): string {
  if (name === 'coaching_completion') return `${sample} due`;
  return counted(sample, wordOf(SAMPLE_WORDS, name));
}

/** "84.4%", "+1.8": a value in its unit. */
export function sayIn(unit: Unit, value: number): string {
  return unit === 'percent' ? average(value) : signed(value, 1);
}

/** "80.1% to 88.3%": the 95% interval; null where there is none. */
export function sayBetween(unit: Unit, { low, high }: Pick<KeyFigure, 'low' | 'high'>): string | null {
  if (typeof low !== 'number' || typeof high !== 'number') return null;
  return `${sayIn(unit, low)} to ${sayIn(unit, high)}`;
}

/** What is said of those who were coached, beside colleagues who weren't. */
export const VERDICT_WORDS: Record<Matched['verdict'], { word: string; tone: Tone }> = {
  improved: { word: 'Improved beyond chance', tone: 'good' },
  not_shown: { word: 'Not shown', tone: 'neutral' },
  not_enough_data: { word: 'Not enough data', tone: 'neutral' },
};

/** Whether a metric is a rate: how far those move is tested, together; of the others the interval alone is known. */
export function isRate(name: Name): boolean {
  return name === 'first_call_resolution' || name === 'compliance' || name === 'coaching_completion';
}

/** "+6.2 points (1.1 to 11.3), 14 beside 14 colleagues"; what the interval alone would claim and isn't, and why. */
export function sayMatched(matched: Matched): string | null {
  if (typeof matched.points !== 'number') return null;
  const { low, high, coached, colleagues } = matched;
  const between =
    typeof low === 'number' && typeof high === 'number' ? ` (${signed(low, 1)} to ${signed(high, 1)})` : '';
  const alone =
    matched.verdict === 'not_shown' && typeof low === 'number' && low > 0
      ? '; above 0 taken alone, not once the metrics are compared together'
      : '';
  return `${signed(matched.points, 1)}${between}, ${coached} beside ${counted(colleagues, 'colleague')}${alone}`;
}

/** "9 colleagues who … come to 80% now; one more of them would come to 76% to 89%, with 95%." */
export function sayExpected(
  expected: Pick<
    NonNullable<CoachedCriterion['progress']['expected']>,
    'colleagues' | 'value' | 'low' | 'high'
  >,
): string {
  const { colleagues, value } = expected;
  const [arent, come] = colleagues === 1 ? ['wasn’t', 'comes'] : ['weren’t', 'come'];
  const they = `${counted(colleagues, 'colleague')} who had weeks like these and ${arent} coached`;
  const between = sayBetween('percent', expected) ?? '–';
  return `${they} ${come} to ${average(value)} now; one more of them would come to ${between}, with 95%.`;
}

const TOGETHER_WORDS: Record<PracticeCorrelation['verdict'], string> = {
  together: 'Those who passed more of their practice improved more',
  apart: 'Those who passed more of their practice improved less',
  not_shown: 'It isn’t shown that practice and improvement go together',
  not_enough_data: 'Not enough data to say whether practice and improvement go together',
};

/** "Those who … : rank correlation 0.42 (95% 0.10 to 0.66), 31 agents." */
export function sayTogether(found: PracticeCorrelation): string {
  const words = wordOf(TOGETHER_WORDS, found.verdict);
  if (found.value === null || found.low === null || found.high === null) {
    return `${words}: ${counted(found.sample, 'agent')} with data before and since, ${found.least} are needed.`;
  }
  const between = `95% ${fixed(found.low, 2)} to ${fixed(found.high, 2)}`;
  return `${words}: rank correlation ${fixed(found.value, 2)} (${between}), ${counted(found.sample, 'agent')}.`;
}

/** How far somebody's practised criteria moved: "+12.0 (−3.0 to +25.0), 14 answers before and 9 since". */
export function sayPractised(agent: PractisingAgent): string {
  const { points, low, high, answers_before, answers_since } = agent;
  const sample = `${counted(answers_before, 'answer')} before and ${answers_since} since`;
  if (typeof points !== 'number') return `Not enough data: ${sample}`;
  const between =
    typeof low === 'number' && typeof high === 'number' ? ` (${signed(low, 1)} to ${signed(high, 1)})` : '';
  return `${signed(points, 1)}${between}, ${sample}`;
}

const SPAN = 28;

/** The days that the averages before and since a coaching count: four weeks of each, up to the last day that is. */
export function spansOf(given: string, last: string): Record<'before' | 'now', { from: string; to: string }> {
  const newest = daysAfter(last, 1 - SPAN);
  return {
    before: { from: daysAfter(given, -SPAN), to: daysAfter(given, -1) },
    now: { from: given > newest ? given : newest, to: last },
  };
}

/** The last day of a week in a course: that before the next one begins, of the newest the last day that is. */
export function lastOf(first: string, weeks: readonly { first_day: string }[], last: string): string {
  const next = weeks.find(({ first_day }) => first_day > first);
  return next ? daysAfter(next.first_day, -1) : last;
}
