import { useEffect, useMemo, useRef } from 'react';
import type { QuestionDraft, ScorecardDetail } from '@/api/schema';
import { useKept } from '@/parts/useKept';
import { withDraft, type Card } from './editing';

/** What somebody has changed about a scorecard and not saved, and the revision that they began from. */
interface Kept {
  card: Card;
  revision: number;
  /** Drafts of questions that are among these changes: of which question, in which revision. */
  drafts?: Record<string, number>;
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
 *
 * @param drafts questions that disputes have led to put more clearly: each becomes one of these changes, once.
 */
export function useCard(detail: ScorecardDetail, drafts: readonly QuestionDraft[] = NONE) {
  const kept = useKept<Kept | null>(`scorecard.${detail.id}`, null, true);
  const saved = useMemo(() => cardOf(detail), [detail]);
  const { revision } = detail;
  const { set } = kept;
  // What was saved, discarded or left out isn't taken up again while the page stands open.
  const passed = useRef(new Set<string>());
  useEffect(() => {
    const fresh = drafts.filter((each) => !passed.current.has(nameOf(each)));
    if (fresh.length === 0) return;
    set((before) => {
      const now: Kept = before ?? { card: saved, revision };
      const left = fresh.filter((each) => now.drafts?.[each.question_id] !== each.revision);
      if (left.length === 0) return before;
      return {
        ...now,
        card: { ...now.card, content: left.reduce(withDraft, now.card.content) },
        drafts: {
          ...now.drafts,
          ...Object.fromEntries(left.map((each) => [each.question_id, each.revision])),
        },
      };
    });
  }, [drafts, set, saved, revision]);
  const pass = () => drafts.forEach((each) => passed.current.add(nameOf(each)));
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
        ...before,
        card: change(before?.card ?? saved),
        revision: before?.revision ?? revision,
      })),
    /** Questions whose drafts are among these changes. */
    drafts: Object.keys(kept.value?.drafts ?? {}),
    /** Have a question's draft be none of these changes: it reads as it is saved. */
    leaveOut: (draft: QuestionDraft) => {
      passed.current.add(nameOf(draft));
      const was = saved.content.sections
        .flatMap(({ questions }) => questions)
        .find(({ id }) => id === draft.question_id);
      set((before) => {
        if (!before) return before;
        const others = Object.fromEntries(
          Object.entries(before.drafts ?? {}).filter(([id]) => id !== draft.question_id),
        );
        const content = was ? withDraft(before.card.content, { ...draft, ...was }) : before.card.content;
        const card = { ...before.card, content };
        // Nothing else was changed: then nothing is.
        const all = Object.keys(others).length === 0 && JSON.stringify(card) === JSON.stringify(saved);
        return all ? null : { ...before, card, drafts: others };
      });
    },
    /** Keep these changes, and let them take the place of what is saved now. */
    stand: () => kept.set((before) => before && { ...before, revision }),
    forget: () => {
      pass();
      kept.forget(null);
    },
  };
}

const NONE: readonly QuestionDraft[] = [];
const nameOf = ({ question_id, revision }: QuestionDraft) => `${question_id} ${revision}`;

export type CardState = ReturnType<typeof useCard>;
