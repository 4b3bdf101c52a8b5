import { given, manyOf, text } from '@/parts/search';

export const STATUSES = ['draft', 'published', 'archived'] as const;

export function list(search: Record<string, unknown>) {
  return given({ status: manyOf(search.status, STATUSES) });
}

/** One scorecard: which version of it. */
export function one(search: Record<string, unknown>) {
  const version = text(search.version);
  return given({ version: version !== undefined && /^\d+$/.test(version) ? Number(version) : undefined });
}
