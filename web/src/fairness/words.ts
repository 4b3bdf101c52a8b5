import type { Answering, Decider, Ground } from '@/api/schema';
import type { Tone } from '@/parts/Tag';

export const OUTCOME_TONES: Record<Ground['answer']['outcome'], Tone> = {
  passed: 'good',
  missed: 'watch',
  not_applicable: 'neutral',
  no_opportunity: 'neutral',
  open: 'neutral',
};

const GONE = 'Somebody who isn’t here any more';

/** Who or what decided, as a person says it. */
export function sayDecider({ kind, name, model, prompt_version }: Decider): string {
  if (kind === 'rule') return 'Words that had to be said, looked for by rule';
  if (kind === 'person') return name === undefined || name === null || name === '' ? GONE : name;
  if (model === 'offline') return 'The offline model, which understands nothing';
  return [`The AI${model ? `, ${model}` : ''}`, prompt_version && `asked with ${prompt_version}`]
    .filter(Boolean)
    .join(', ');
}

/** What may still be said to a score. */
export function sayAnswering({ may_dispute, why_not, rounds }: Answering): string {
  if (!may_dispute) return `It can’t be disputed: ${why_not ?? 'it is not for the agent to answer'}.`;
  return rounds === 1
    ? 'Its answers may be disputed once more.'
    : `Its answers may be disputed ${rounds} times.`;
}
