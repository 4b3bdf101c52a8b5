import { given, manyOf, text } from '@/parts/search';

export const STATUSES = ['draft', 'published', 'archived'] as const;

export function list(search: Record<string, unknown>) {
  return given({ status: manyOf(search.status, STATUSES) });
}

/** One scorecard: which version of it, and which earlier one it is compared with. */
export function one(search: Record<string, unknown>) {
  return given({ version: numberIn(search.version), compared: numberIn(search.compared) });
}

/** A scorecard being built: the question that is open. */
export function editing(search: Record<string, unknown>) {
  return given({ question: text(search.question) });
}

/** A file of a scorecard: the scorecard that it changes. */
export function importing(search: Record<string, unknown>) {
  return given({ into: text(search.into) });
}

function numberIn(value: unknown): number | undefined {
  const written = text(value);
  return written !== undefined && /^\d+$/.test(written) ? Number(written) : undefined;
}
