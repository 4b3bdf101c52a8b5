/** From a figure of home to what it counts. */
import type { Standing } from '@/api/schema';
import type { Counted } from '@/parts/proof';

/** Whose figures a standing has, and of which days. */
export function countedIn({
  agent_id: agent,
  team_id: team,
  first_day: from,
  last_day: to,
}: Pick<Standing, 'agent_id' | 'team_id' | 'first_day' | 'last_day'>): Counted {
  return { agent: agent ?? undefined, team: team ?? undefined, from, to };
}
