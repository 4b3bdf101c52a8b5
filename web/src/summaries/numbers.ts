import type { Recommendation } from '@/api/schema';

/** The number of a recommendation, which it keeps when others are edited away or put before it. */
export function numberOf({ number }: Pick<Recommendation, 'number'>, place: number): number {
  return number ?? place;
}

/** Where the recommendation of a number stands now; -1 where it was edited away. */
export function placeOf(recommendations: Pick<Recommendation, 'number'>[], number: number): number {
  return recommendations.findIndex((each, place) => numberOf(each, place) === number);
}
