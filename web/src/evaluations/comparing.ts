/** Two evaluations of one conversation with one scorecard, question by question. */
import type { Answer, EvaluationDetail, Question } from '@/api/schema';
import { NOTHING, isClosed, standing } from './answers';

/** What both answered to a question. `differs`: not the same; only where both answered it. */
export interface Pair {
  section: string;
  question: Question;
  answers: [Answer | undefined, Answer | undefined];
  differs: boolean;
}

type Compared = Pick<EvaluationDetail, 'answers' | 'version'>;

/** The questions in the order of the first one's scorecard, then those that only the other's version has. */
export function pairsOf(one: Compared, other: Compared): Pair[] {
  const mine = standing(one.answers, NOTHING);
  const theirs = standing(other.answers, NOTHING);
  const known = new Set<string>();
  return [one, other].flatMap(({ version }) =>
    version.sections.flatMap((section) =>
      section.questions.flatMap((question) => {
        if (known.has(question.id)) return [];
        known.add(question.id);
        const answers: Pair['answers'] = [mine.get(question.id), theirs.get(question.id)];
        return [{ section: section.title, question, answers, differs: differ(...answers) }];
      }),
    ),
  );
}

/** How many of the questions that both answered have the same answer. */
export function agreement(pairs: Pair[]): { same: number; of: number } {
  const both = pairs.filter(({ answers }) => answers.every((each) => isClosed(each)));
  return { same: both.filter(({ differs }) => !differs).length, of: both.length };
}

function differ(one: Answer | undefined, other: Answer | undefined): boolean {
  if (!isClosed(one) || !isClosed(other)) return false;
  return (
    (one?.option_id ?? null) !== (other?.option_id ?? null) || one?.not_applicable !== other?.not_applicable
  );
}
