/** What is ticked in the lists of the intake: kept above them, since a list is another one with each search. */
import type { HoldReason, IntakeStatus, IntakeView } from '@/api/schema';
import { useKept } from '@/parts/useKept';

/** As much of an item as an answer for many needs. */
export interface Ticked {
  id: string;
  reasons: HoldReason[];
}

/** For which values each field's answer is meant, as they were written. */
export function valuesOf(ticked: readonly Ticked[]): Record<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const { field, given } of ticked.flatMap(({ reasons }) => reasons)) {
    if (field && typeof given === 'string') found.set(field, (found.get(field) ?? new Set()).add(given));
  }
  return Object.fromEntries([...found].map(([field, values]) => [field, [...values]]));
}

/** Whether no field has several values. */
export function isOneEach(values: Record<string, string[]>): boolean {
  return Object.values(values).every((each) => each.length < 2);
}

/** The items that are ticked in the list of a status, and the ways to change that. They outlive a reload. */
export function useTicks(status: IntakeStatus) {
  const kept = useKept<Record<string, Ticked>>(`intake.ticked.${status}`, {}, true);
  return {
    ticked: kept.value,
    set: ({ id, reasons }: IntakeView, on: boolean) =>
      kept.set((before) => {
        const rest = Object.entries(before).filter(([known]) => known !== id);
        return Object.fromEntries(on ? [...rest, [id, { id, reasons }]] : rest);
      }),
    none: () => kept.forget({}),
  };
}

export type Ticks = ReturnType<typeof useTicks>;
