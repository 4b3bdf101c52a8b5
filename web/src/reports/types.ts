import type { EvaluationReport } from '@/api/schema';
import { counted } from '@/parts/numbers';

type Report = Pick<EvaluationReport, 'by_type'> & {
  frame: Pick<EvaluationReport['frame'], 'anonymous' | 'minimum'>;
};
type Type = (typeof TYPES)[number];

const TYPES = ['manual', 'blended', 'automatic'] as const;

const NAMES: Record<Type, string> = { manual: 'manual', blended: 'blended', automatic: 'automatic' };
const WHOSE: Record<Type, string> = {
  automatic: 'by the AI alone',
  blended: 'by the AI and a person',
  manual: 'by people',
};

/**
 * How many evaluations there are of which type. In the sum of a team, types with too few aren't told; then nobody can
 * say how many there are in all, and `total` is null.
 *
 * @param only the types that are asked for; all of them where there is no filter.
 */
function told(
  { by_type: counts, frame }: Report,
  words: Record<Type, string>,
  only: readonly Type[] = TYPES,
) {
  const whole = !frame.anonymous || only.every((type) => counts[type] !== undefined);
  const types = TYPES.filter((type) => only.includes(type) && (counts[type] ?? 0) > 0);
  const sum = types.reduce((all, type) => all + (counts[type] ?? 0), 0);
  return {
    types,
    total: whole ? counted(sum, 'evaluation') : null,
    parts: types.map((type) => `${counts[type] ?? 0} ${words[type]}`).join(', '),
  };
}

/** "12 evaluations: 7 manual, 5 automatic"; in the sum of a team only what is told of it: "7 manual". */
export function sayTypes(report: Report): string {
  const { total, parts } = told(report, NAMES);
  if (total === null) return parts;
  return parts ? `${total}: ${parts}` : total;
}

/**
 * "Counts 12 evaluations: 7 by people, 5 by the AI alone." With a filter, only what it lets through. A conversation that
 * the AI and a person evaluated counts twice, and that is said where both are there. What isn't told of a team is
 * counted all the same, and is said to be.
 */
export function sayCounting(report: Report, only: Type[] | undefined): string {
  const { types, total, parts } = told(report, WHOSE, only);
  const few = `fewer than ${report.frame.minimum}`;
  if (total === null && !parts) return `Counts ${few} evaluations of each type.`;
  if (!parts) return 'Counts no evaluations.';
  const twice =
    types.length > 1 && types.includes('automatic')
      ? ' A conversation that both evaluated counts for both; choose a type to see one alone.'
      : '';
  return total === null
    ? `Counts evaluations: ${parts}, and ${few} of each other type.${twice}`
    : `Counts ${total}: ${parts}.${twice}`;
}
