/** From a figure of home to what it counts. */
import type { Standing } from '@/api/schema';
import type { Counted } from '@/parts/proof';
import { daysAfter } from '@/parts/times';

/** Whose figures a standing has, and of which days. */
export function countedIn({
  agent_id: agent,
  team_id: team,
  first_day: from,
  last_day: to,
}: Pick<Standing, 'agent_id' | 'team_id' | 'first_day' | 'last_day'>): Counted {
  return { agent: agent ?? undefined, team: team ?? undefined, from, to };
}

/** The same of as many days before, which the figures are compared with. */
export function countedBefore(standing: Parameters<typeof countedIn>[0]): Counted {
  const { first_day: first, last_day: last } = standing;
  const days = (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1;
  return { ...countedIn(standing), from: daysAfter(first, -days), to: daysAfter(first, -1) };
}
