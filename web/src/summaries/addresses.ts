import { given, oneOf } from '@/parts/search';

export const PANELS = ['provenance'] as const;

/** One report: what stands open beside it. */
export function one(search: Record<string, unknown>) {
  return given({ panel: oneOf(search.panel, PANELS) });
}
