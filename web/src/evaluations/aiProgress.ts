/** What there is to say while the AI answers a draft, and once it is done. */
import type { Answer, EvaluationDetail } from '@/api/schema';
import { counted } from '@/parts/numbers';

/**
 * before: the questions that the AI had answered when it was asked. answered, left: how many it answered since, and how
 * many of its own were still open when it was done.
 */
export type Progress =
  | { state: 'idle' }
  | { state: 'answering'; attempt: number; before: ReadonlySet<string> }
  | { state: 'done'; answered: number; left: number };

export const beginning: Progress = { state: 'idle' };

/** What comes after `progress`, by what was read; the same object where nothing changed. */
export function follow(
  progress: Progress,
  { answers, ai_answering: asked }: Pick<EvaluationDetail, 'answers' | 'ai_answering'>,
  left: number,
): Progress {
  if (asked?.status === 'answering') {
    if (progress.state === 'answering' && progress.attempt === asked.attempt) return progress;
    return { state: 'answering', attempt: asked.attempt, before: byAi(answers) };
  }
  if (asked?.status === 'failed') return progress.state === 'idle' ? progress : beginning;
  if (progress.state !== 'answering') return progress;
  const answered = [...byAi(answers)].filter((id) => !progress.before.has(id)).length;
  return { state: 'done', answered, left };
}

/** Where it stands as a sentence; empty where there is nothing to say. */
export function sayProgress(progress: Progress): string {
  if (progress.state === 'idle') return '';
  if (progress.state === 'answering') return 'The AI is answering. Go on meanwhile: what you answer stays.';
  const { answered, left } = progress;
  const open =
    left === 0 ? '' : ` ${counted(left, 'question')} of its own ${left === 1 ? 'is' : 'are'} open.`;
  if (answered === 0) return `The AI is done and answered nothing.${open}`;
  return `The AI is done: it answered ${counted(answered, 'question')}.${open} All can be changed.`;
}

function byAi(answers: readonly Answer[]): ReadonlySet<string> {
  return new Set(answers.filter((each) => each.answered_by === 'ai').map((each) => each.question_id));
}
