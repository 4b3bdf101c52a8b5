/** What every part of a report needs of it. */
import { createContext, use } from 'react';
import type { Fact } from '@/api/schema';
import type { Counted } from '@/parts/proof';

/** What a report may put points on. */
export interface Agenda {
  holds: (point: string) => boolean;
  /** Puts them there, and tells how many stand there now: an agenda may be full. */
  add: (points: string[]) => number;
}

export interface ReportPlace {
  summaryId: string;
  /** Which attempt made the report: its provenance is that of this attempt. */
  attempt: number;
  facts: Map<string, Fact>;
  /** Which evaluations it counts: whose, and of which days and type. */
  counts: Counted;
  /** The same of the period before; null in reports made before it was told. */
  countsBefore: Counted | null;
  /** Whether the report is about whoever reads it. */
  own: boolean;
  /** The agenda of the 1-to-1 that the report stands beside, where it may be written; null elsewhere. */
  agenda: Agenda | null;
  /** In a drawer nothing opens as a dialog: there is no dialog over a dialog. */
  inDrawer: boolean;
}

export const ReportContext = createContext<ReportPlace | null>(null);

/** The report that a part stands in. */
export function useReportPlace(): ReportPlace {
  const place = use(ReportContext);
  if (!place) throw new Error('This is a part of a report.');
  return place;
}
