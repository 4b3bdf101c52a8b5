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
