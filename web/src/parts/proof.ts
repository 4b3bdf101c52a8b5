/** From a figure to the evaluations that it counts: what the address of their list carries. */

/** Whose figure it is and over which days (both in it). */
export interface Counted {
  agent?: string | undefined;
  team?: string | undefined;
  type?: ('manual' | 'blended' | 'automatic')[] | undefined;
  from: string;
  to: string;
}

export interface Which {
  scorecard: string;
  question?: string;
  outcome?: ('passed' | 'missed' | 'not_applicable')[];
  option?: string;
  type?: Counted['type'];
}

/** The search of `/evaluations` that lists what a figure counts. */
export function behind({ agent, team, type, from, to }: Counted, which: Which) {
  return { agent: agent === undefined ? undefined : [agent], team, type, from, to, ...which };
}
