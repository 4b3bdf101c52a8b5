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
  /** Of which it is; automatic failures alone are counted over all of them. */
  scorecard?: string;
  question?: string;
  /** In the place of a question. */
  section?: string;
  outcome?: ('passed' | 'missed' | 'not_applicable' | 'no_opportunity' | 'auto_failed' | 'scored')[];
  option?: string;
  version?: number;
  evaluator?: string;
  /** The model that evaluated alone. */
  model?: string;
  type?: Counted['type'];
}

/** The search of `/evaluations` that lists what a figure counts. */
export function behind({ agent, team, type, from, to }: Counted, which: Which) {
  return { agent: agent === undefined ? undefined : [agent], team, type, from, to, ...which };
}

/** Those that have a score: where nothing applied there is none, and no average counts it. */
export const SCORED: Which['outcome'] = ['passed', 'missed'];
