/** Scores, types and answers in words, as the API's own texts say them. */
import type {
  Answer,
  AnswerHere,
  EvaluationDetail,
  EvaluationItem,
  Option,
  Question,
  Score,
  ScorecardVersion,
} from '@/api/schema';
import type { Tone } from '@/parts/Tag';
import { counted, trim } from '@/parts/numbers';

/** A score or points as shown: two decimals at most, halves up by how the number is written, as the API rounds. */
export function hundredths(value: number): string {
  return trim(value);
}

/** "86.67%". */
export function scorePercent(percent: number | null): string {
  return percent === null ? 'N/A' : `${hundredths(percent)}%`;
}

/** A score by its scorecard's format: "86.67%", "133/150", or "N/A" when nothing applied. */
export function scoreText(
  score: Pick<Score, 'percent' | 'earned' | 'possible'>,
  format?: ScorecardVersion['format'],
): string {
  if (format !== 'points' || score.percent === null) return scorePercent(score.percent);
  return `${hundredths(score.earned)}/${hundredths(score.possible)}`;
}

/** "133 of 150 points". */
export function pointsOf(earned: number, possible: number): string {
  return `${hundredths(earned)} of ${hundredths(possible)} points`;
}

/** How an evaluation ended, in a word; never by colour alone. */
export function verdict(score: Pick<Score, 'passed' | 'auto_failed'>): { word: string; tone: Tone } {
  if (score.auto_failed) return { word: 'Auto-failed', tone: 'act' };
  if (score.passed === null) return { word: 'Nothing applied', tone: 'neutral' };
  return score.passed ? { word: 'Passed', tone: 'good' } : { word: 'Failed', tone: 'watch' };
}

export const TYPE_WORDS: Record<EvaluationItem['type'], string> = {
  manual: 'Manual',
  blended: 'Blended',
  automatic: 'Automatic',
};

/** How a question, or an evaluation as a whole, came out. */
export const OUTCOME_WORDS: Record<AnswerHere['outcome'], string> = {
  passed: 'Passed',
  missed: 'Missed',
  not_applicable: 'N/A',
  no_opportunity: 'No opportunity',
  auto_failed: 'Auto-failed',
  scored: 'Scored',
};

/** An answer that chose no option, in a word. */
export function withoutOption(answer: Pick<Answer, 'not_applicable' | 'no_opportunity'> | undefined): string {
  if (answer?.no_opportunity) return OUTCOME_WORDS.no_opportunity;
  return answer?.not_applicable ? OUTCOME_WORDS.not_applicable : 'Not answered';
}

/** Why a person has to look at what the AI answered. */
export const REVIEW_WORDS: Record<NonNullable<EvaluationItem['to_review']>[number], string> = {
  unsupported: 'To review: no words of the agent show what the AI gives credit for',
  addresses_ai: 'To review: the conversation seems to instruct the AI',
  about_evaluation: 'To review: the conversation speaks about its evaluation',
  no_opportunity: 'To review: nothing said made a question applicable that can’t be N/A',
  not_applicable: 'To review: the AI leaves out a whole section, or most of the scorecard',
  unchecked: 'To review: the AI’s answers couldn’t be checked a second time',
  not_earned: 'To review: the AI hasn’t earned every question yet',
  notes: 'To review: the AI went by notes, not by what was said',
};

/** Who made an evaluation, in words. */
export function evaluatedBy(evaluation: Pick<EvaluationDetail, 'evaluator_name' | 'status'>): string {
  return evaluation.evaluator_name ?? (evaluation.status === 'draft' ? 'Nobody yet' : 'AI');
}

/** What choosing an option fails at once, in words. */
export function failsWhat(option: Pick<Option, 'auto_fail'>): string | null {
  if (option.auto_fail === 'evaluation') return 'fails the evaluation';
  return option.auto_fail === 'section' ? 'fails its section' : null;
}

/** "10 points", after the question's weight. */
export function worth(question: Pick<Question, 'weight'>, option: Pick<Option, 'points'>): string {
  const points = hundredths(option.points * question.weight);
  return points === '1' ? '1 point' : `${points} points`;
}

/** Why the list behind a figure may hold less than the figure counts, or more. */
export function sayLacks(pages: { out_of_sight?: boolean; blind_days?: number }[]): string[] {
  const days = Math.max(0, ...pages.map(({ blind_days }) => blind_days ?? 0));
  const said: string[] = [];
  if (pages.some(({ out_of_sight }) => out_of_sight))
    said.push(
      'The figure also counts work of people who are no longer in your line. It is not listed: you may not see it.',
    );
  if (days > 0)
    said.push(
      `You assess conversations of ${counted(days, 'day')} in a calibration. The figure leaves ` +
        `${days === 1 ? 'that day' : 'those days'} out; the list leaves out only these conversations.`,
    );
  return said;
}
