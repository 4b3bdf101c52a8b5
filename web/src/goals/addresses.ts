import { given, oneOf, text } from '@/parts/search';

/** The goals, and the one that stands open beside them; `new` for one that is being added. */
export function list(search: Record<string, unknown>) {
  return given({ open: text(search.open) });
}

/** How far goals are, and the figure of a draw whose evaluations stand open beside: of all, an evaluator or an agent. */
export function progress(search: Record<string, unknown>) {
  const draw = text(search.draw);
  const of = draw === undefined ? {} : search;
  return given({
    draw,
    evaluator: text(of.evaluator),
    agent: text(of.agent),
    state: oneOf(of.state, ['done'] as const),
  });
}
