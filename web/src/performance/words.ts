/** Performance by inquiry in words: what is measured, how it reads, and where somebody stands. */
import type { Channel, EffectMetric, Word } from '@/api/schema';
import { fixed } from '@/parts/numbers';
import type { Tone } from '@/parts/Tag';
import { sayDuration } from '@/parts/times';
import { entryOf, wordOf } from '@/parts/words';
import type { PERIODS } from './addresses';

export const CHANNEL_WORDS: Record<Channel, string> = {
  voice: 'Voice',
  chat: 'Chat',
  email: 'E-mail',
  offline: 'Offline',
};

export const METRIC_WORDS: Record<EffectMetric, string> = {
  effectiveness: 'Effectiveness score',
  handle_time: 'Handle time',
  satisfaction: 'Predicted satisfaction',
  resolution: 'Predicted resolution',
};

export const PERIOD_WORDS: Record<(typeof PERIODS)[number], string> = {
  '3_months': 'Past 3 months',
  month: 'Past month',
  week: 'Past week',
  '24_hours': 'Past 24 hours',
};

export const STANDING_WORDS: Record<Word, { word: string; tone: Tone }> = {
  great: { word: 'Great', tone: 'good' },
  good: { word: 'Good', tone: 'neutral' },
  needs_work: { word: 'Needs work', tone: 'watch' },
  not_enough_data: { word: 'Not enough data', tone: 'neutral' },
};

/** What each word says of somebody, for whoever wants to know. */
export const STANDING_TELLS: Record<Word, string> = {
  great: 'Among the best quarter of all agents for this',
  good: 'Among the middle half of all agents for this',
  needs_work: 'Among the last quarter of all agents for this',
  not_enough_data: 'Too few conversations, or too few agents, to compare',
};

export const tellsOf = (word: Word) => entryOf(STANDING_TELLS, word, wordOf({ [word]: word }, word));

/** "84.2", "6 min 12 s", "4.12", "82.5%": a value in its metric's unit. */
export function sayValue(metric: EffectMetric, value: number): string {
  switch (metric) {
    case 'handle_time':
      return sayDuration(Math.round(value / 1000) * 1000);
    case 'satisfaction':
      return `${fixed(value, 2)} of 5`;
    case 'resolution':
      return `${Number(fixed(value, 1))}%`;
    default:
      return fixed(value, 1);
  }
}

/** The same of a team; where it is told to three digits alone, a whole number is told without a digit behind it. */
export function sayTeamValue(metric: EffectMetric, value: number): string {
  const whole = metric === 'effectiveness' && Number.isInteger(value) && Math.abs(value) >= 100;
  return whole ? fixed(value) : sayValue(metric, value);
}

/** "80 to 92": a 95% interval; null where there is none. */
export function sayInterval(
  metric: EffectMetric,
  low: number | null | undefined,
  high: number | null | undefined,
): string | null {
  if (typeof low !== 'number' || typeof high !== 'number') return null;
  return `${sayValue(metric, low)} to ${sayValue(metric, high)}`;
}

/** "brings the score down by 12.3": what an inquiry does to the overall score. */
export function sayEffect(effect: number): string {
  const size = fixed(Math.abs(effect), 1);
  if (Number(size) === 0) return 'hardly moves the overall score';
  return effect < 0
    ? `brings the overall score down by ${size}, which is better`
    : `brings the overall score up by ${size}`;
}

/** "2", "2=" for a tie, and the ranks that the intervals leave open. */
export function sayRank(row: {
  rank: number | null;
  first: number | null;
  last: number | null;
  tied: boolean;
}): string {
  if (row.rank === null) return '–';
  return row.tied ? `${row.rank}=` : String(row.rank);
}

export function sayRange({ first, last }: { first: number | null; last: number | null }): string {
  if (first === null || last === null) return '–';
  return first === last ? String(first) : `${first} to ${last}`;
}
