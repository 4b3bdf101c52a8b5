import type { ForecastView, SampleEstimate } from '@/api/schema';

type Outlook = NonNullable<ForecastView['outlook']>;
/** What a forecast was made from. */
type Looked = Pick<Outlook, 'looked_at' | 'sampled' | 'unit'>;

/**
 * Why nothing can be said of what would change: there was nothing to look at. Null where there was.
 *
 * @param of what is forecast.
 */
export function nothingToLookAt(
  of: ForecastView['request']['plan']['kind'] | undefined,
  { looked_at: number, unit, sampled }: Looked,
): string | null {
  if (number > 0) return null;
  // Past conversations may be a sample where evaluations are all there are.
  const far = sampled ? 'as far as was looked at' : 'as far as you see';
  if (unit === 'conversation') return `There were no conversations in the past four weeks, ${far}.`;
  return of === 'scorecard'
    ? `No evaluations were made with it in the past four weeks, ${far}: there is none to score anew.`
    : `No evaluations were made in the past four weeks, ${far}.`;
}

/** How much would be otherwise; of a scorecard that has evaluated nothing yet, how many conversations it would be for. */
export function otherwise(
  of: ForecastView['request']['plan']['kind'] | undefined,
  { unit, automatic_then: byItself }: Pick<Outlook, 'unit' | 'automatic_then'>,
  changing: string,
  all: string,
): string {
  if (of !== 'scorecard' || unit !== 'conversation')
    return `${changing} of ${all} ${unit}s a week would be otherwise.`;
  return byItself
    ? `${changing} of ${all} conversations a week would be evaluated with it.`
    : `${changing} of ${all} conversations a week could be evaluated with it.`;
}

/** What a planned card takes a week, and of that what none of its scorecards is for; null where there is none. */
export function idleOf(
  plan: Pick<ForecastView['request']['plan'], 'kind'> & { automation_id?: string | null },
  { cards, idle }: Pick<Outlook, 'cards' | 'idle'>,
): { takes: SampleEstimate; idle: SampleEstimate } | null {
  // A card that there isn't yet has no id.
  const id = plan.automation_id ?? 'planned';
  const [taken, none] = [cards, idle].map((loads) => loads.find((each) => each.id === id)?.then);
  return plan.kind === 'automation' && taken && none && none.value > 0 ? { takes: taken, idle: none } : null;
}

/** From how much a forecast was made. */
export function lookedAt({ looked_at: number, sampled }: Looked): string {
  return sampled
    ? `From a sample of ${number}; the ranges hold in 95 of 100 samples. `
    : `From all ${number} of the past four weeks. `;
}
