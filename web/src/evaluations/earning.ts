/** How the AI stands at questions, and what is chosen in a blind check, in words and figures. */
import type {
  AgreementView,
  AiQuestionView,
  BlindAnswer,
  ChosenView,
  DecidedView,
  Question,
} from '@/api/schema';
import { counted, interval, percent } from '@/parts/numbers';
import type { Tone } from '@/parts/Tag';
import { wordOf } from '@/parts/words';

/** How the AI stands at a question. */
export const STATE_WORDS: Record<AiQuestionView['state'], string> = {
  learning: 'Not earned yet',
  earned: 'Earned',
  lost: 'Lost again',
};

/** The same with what follows from it, where the AI has to earn each question; else it scores alone in any case. */
const FOLLOWING_WORDS: Record<AiQuestionView['state'], string> = {
  learning: 'Drafts: not earned yet',
  earned: 'Scores alone: earned',
  lost: 'Drafts: lost again',
};

/** How the AI stands at a question. mustEarn: it scores alone only what it has earned. */
export function standingWords(state: AiQuestionView['state'], mustEarn: boolean): string {
  return wordOf(mustEarn ? FOLLOWING_WORDS : STATE_WORDS, state);
}

/** What is said above questions of which it doesn't depend on their standing who answers. */
export const RULE_OFF =
  'The rule is off: the AI scores every question alone. Whether it has earned one is looked at all the same.';
export const STATE_TONES: Record<AiQuestionView['state'], Tone> = {
  learning: 'neutral',
  earned: 'good',
  lost: 'watch',
};

/** Who decided a question of an evaluation. */
export const DECIDED_WORDS: Record<DecidedView['decided_by'], string> = {
  rule: 'A rule, by what was said',
  ai_alone: 'The AI alone',
  ai_proposed: 'Nobody yet: the AI proposes',
  ai_agreed: 'The AI, and a person let it stand',
  person: 'A person',
  nobody: 'Nobody',
};

/** "95% of 20 checks, 76 to 99%": the agreement with its interval. */
export function agreementWords({ checks, percent: share, low, high }: AgreementView): string {
  if (checks === 0) return 'No checks yet';
  return [`${percent(share)} of ${counted(checks, 'check')}`, interval(low, high)].filter(Boolean).join(', ');
}

/** What was answered, in the question's own words where it is known. */
export function chosenWords(chosen: ChosenView, question?: Pick<Question, 'options'>): string {
  if (chosen.not_applicable) return 'N/A';
  if (chosen.option_id === null) return 'No answer';
  return question?.options.find(({ id }) => id === chosen.option_id)?.label ?? chosen.option_id;
}

/** What is chosen in a check so far: an option's id, or N/A as `null`. */
export type Chosen = ReadonlyMap<string, string | null>;

/** What was chosen of the questions that are asked, as it is kept over a reload: options by question. */
export function keptChosen(
  kept: Record<string, string | null>,
  questions: readonly Pick<Question, 'id'>[],
): Chosen {
  return new Map(questions.flatMap(({ id }) => (kept[id] === undefined ? [] : [[id, kept[id]] as const])));
}

/** What is handed in, and the first question that has no answer yet; one of the two is there. */
export function handedIn(
  questions: readonly Pick<Question, 'id'>[],
  chosen: Chosen,
): { answers: BlindAnswer[]; missing?: undefined } | { missing: string } {
  const open = questions.find(({ id }) => !chosen.has(id));
  if (open) return { missing: open.id };
  return {
    answers: questions.map(({ id }) => {
      const option = chosen.get(id) ?? null;
      return { question_id: id, option_id: option, not_applicable: option === null };
    }),
  };
}
