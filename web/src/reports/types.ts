import type { EvaluationReport } from '@/api/schema';
import { counted } from '@/parts/numbers';

/**
 * "12 evaluations: 7 manual, 5 automatic". In the sum of a team, types with too few evaluations aren't told; then
 * nobody can say how many there are in all.
 */
export function sayTypes({ by_type: counts, frame }: Pick<EvaluationReport, 'by_type' | 'frame'>): string {
  const types = (['manual', 'blended', 'automatic'] as const).filter((type) => counts[type] !== undefined);
  const parts = types.map((type) => `${counts[type]} ${type}`).join(', ');
  if (frame.anonymous) return parts;
  const total = counted(
    types.reduce((sum, type) => sum + (counts[type] ?? 0), 0),
    'evaluation',
  );
  return parts ? `${total}: ${parts}` : total;
}

const WHOSE = {
  automatic: 'by the AI alone',
  blended: 'by the AI and a person',
  manual: 'by people',
} as const;

/**
 * "Counts 12 evaluations: 7 by people, 5 by the AI alone." With a filter, only what it lets through. A conversation that
 * the AI and a person evaluated counts twice, and that is said where both are there.
 */
export function sayCounting(
  { by_type: counts }: Pick<EvaluationReport, 'by_type'>,
  only: (keyof typeof WHOSE)[] | undefined,
): string {
  const types = (['manual', 'blended', 'automatic'] as const).filter(
    (type) => (counts[type] ?? 0) > 0 && (only === undefined || only.includes(type)),
  );
  const total = types.reduce((sum, type) => sum + (counts[type] ?? 0), 0);
  const parts = types.map((type) => `${counts[type] ?? 0} ${WHOSE[type]}`).join(', ');
  if (!parts) return 'Counts no evaluations.';
  const twice =
    types.length > 1 && types.includes('automatic')
      ? ' A conversation that both evaluated counts for both; choose a type to see one alone.'
      : '';
  return `Counts ${counted(total, 'evaluation')}: ${parts}.${twice}`;
}
