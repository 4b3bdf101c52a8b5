import { useMemo } from 'react';
import type { ScorecardDetail } from '@/api/schema';
import { useKept } from '@/parts/useKept';
import type { Card } from './editing';

/** What somebody has changed about a scorecard and not saved, and the revision that they began from. */
interface Kept {
  card: Card;
  revision: number;
}

/** A scorecard as it is saved, in the form in which it is written. */
export function cardOf({ name, description, version }: ScorecardDetail): Card {
  const { format, pass_mark, section_auto_fail_rule, start_automatically, sections } = version;
  const { channels = [], queues = [] } = version.applies_to ?? {};
  return {
    name,
    description,
    content: {
      format,
      pass_mark,
      section_auto_fail_rule,
      start_automatically,
      applies_to: { channels, queues },
      sections,
    },
  };
}

/**
 * A scorecard while it is built: as it is saved, or as somebody has changed it in this tab and not saved yet. That is
 * there after a reload and on the page where it is tried out.
 */
export function useCard(detail: ScorecardDetail) {
  const kept = useKept<Kept | null>(`scorecard.${detail.id}`, null);
  const saved = useMemo(() => cardOf(detail), [detail]);
  const { revision } = detail;
  return {
    card: kept.value?.card ?? saved,
    /** Whether anything isn't saved. */
    touched: kept.value !== null,
    /** Whether somebody else has saved the scorecard since these changes began. */
    behind: kept.value !== null && kept.value.revision !== revision,
    /** The revision that saving these changes takes the place of. */
    from: kept.value?.revision ?? revision,
    set: (change: (before: Card) => Card) =>
      kept.set((before) => ({
        card: change(before?.card ?? saved),
        revision: before?.revision ?? revision,
      })),
    /** Keep these changes, and let them take the place of what is saved now. */
    stand: () => kept.set((before) => before && { ...before, revision }),
    forget: () => kept.forget(null),
  };
}

export type CardState = ReturnType<typeof useCard>;
