/** What every part of a report needs of it. */
import { createContext, use } from 'react';
import type { Fact } from '@/api/schema';

export interface ReportPlace {
  summaryId: string;
  /** Which attempt made the report: its provenance is that of this attempt. */
  attempt: number;
  facts: Map<string, Fact>;
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
