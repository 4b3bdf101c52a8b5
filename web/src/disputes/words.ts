/** Disputes, their answers and the history of an evaluation in words. */
import type { DisputeItem, EvaluationDetail, HistoryItem, Question, Rescoring } from '@/api/schema';
import { trim } from '@/parts/numbers';
import type { Tone } from '@/parts/Tag';
import { tagOf } from '@/parts/words';

type Choice = DisputeItem['answers'][number]['choice'];

/** "86.67%", or "N/A" where nothing applied. */
export function percentText(percent: number | null | undefined): string {
  return percent === null || percent === undefined ? 'N/A' : `${trim(percent)}%`;
}

/** The questions of an evaluation by their ids. */
export function questionsOf({ version }: Pick<EvaluationDetail, 'version'>): Map<string, Question> {
  return new Map(version.sections.flatMap(({ questions }) => questions).map((each) => [each.id, each]));
}

/** What was chosen, as the scorecard calls it. */
export function choiceText(question: Question | undefined, choice: Choice): string {
  if (choice.no_opportunity) return 'No opportunity';
  if (choice.not_applicable) return 'N/A';
  if (!choice.option_id) return 'Not answered';
  return question?.options.find(({ id }) => id === choice.option_id)?.label ?? 'An answer that is gone';
}

/** Evaluations that are re-scored at once, as the API takes them. */
export const MOST_RESCORED = 500;

/** Which of those that are listed are re-scored: all that nobody has unticked, the first 500 of them. */
export function tickedOf(ids: readonly string[], unticked: readonly string[]): string[] {
  const left = new Set(unticked);
  return ids.filter((id) => !left.has(id)).slice(0, MOST_RESCORED);
}

/** Who is to decide a dispute. */
export function deciderText(dispute: Pick<DisputeItem, 'decider_name'>): string {
  return dispute.decider_name ?? 'Anybody who may decide disputes';
}

export const OUTCOME_WORDS: Record<'re_evaluated' | 're_affirmed', { word: string; tone: Tone }> = {
  re_evaluated: { word: 'Re-evaluated', tone: 'good' },
  re_affirmed: { word: 'Re-affirmed', tone: 'neutral' },
};

/** How a dispute stands, in a word. */
export function stateOf(dispute: Pick<DisputeItem, 'state' | 'decision'>): { word: string; tone: Tone } {
  if (dispute.decision) return tagOf(OUTCOME_WORDS, dispute.decision.outcome);
  if (dispute.state === 'set_aside') return { word: 'Set aside', tone: 'neutral' };
  return { word: 'To decide', tone: 'watch' };
}

/** What a step of the history says, without who and when. */
export function stepText(step: HistoryItem): string {
  const score = step.percent === null || step.percent === undefined ? '' : `, ${percentText(step.percent)}`;
  const moved =
    step.percent_before === step.percent
      ? ''
      : `, ${percentText(step.percent_before)} before and ${percentText(step.percent)} since`;
  switch (step.kind) {
    case 'completed':
      return `Completed${score}`;
    case 'rescored':
      return step.dispute_id
        ? `Re-scored after a dispute of another evaluation${moved}`
        : `Corrected${moved}`;
    case 'acknowledged':
      return step.by_silence ? 'Acknowledged, since the time for an answer was over' : 'Acknowledged';
    case 'disputed':
      return 'Disputed';
    case 're_evaluated':
      return `Re-evaluated${moved}`;
    case 're_affirmed':
      return `Re-affirmed${score}`;
    case 'handed_over':
      return 'Handed over: whoever was to decide may no longer';
    case 'superseded':
      return 'Set aside: the conversation has other words';
    case 'reinstated':
      return 'Holds again: the words of the conversation came back';
  }
}

export const SKIP_WORDS: Record<Rescoring['skipped'][number]['reason'], string> = {
  gone: 'not there any more, or not for you to see',
  changed: 'answered otherwise meanwhile',
  not_allowed: 'of your own conversations',
  disputed: 'disputed by its agent',
  does_not_fit: 'made with a version that has no such answer',
  not_saved: 'stored so that they could not be written',
};
