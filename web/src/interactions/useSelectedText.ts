import { useEffect, type RefObject } from 'react';
import type { Turn } from '@/api/schema';

/** Words that somebody marked in a transcript. startMs: when the turn begins, where that is known. */
export interface SelectedText {
  text: string;
  turnIndex: number;
  startMs: number | null;
}

const SETTLED_MS = 150;

/**
 * Tells what was selected, by mouse, finger or keyboard, once the selection rests. A quote is of one turn: what reaches
 * into the next one is cut off.
 */
export function useSelectedText(
  place: RefObject<HTMLElement | null>,
  turns: Turn[],
  onSelect: ((selected: SelectedText) => void) | undefined,
) {
  useEffect(() => {
    if (!onSelect) return;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let last = '';
    const tell = () => {
      const selected = selectedIn(place.current, turns);
      const key = selected ? `${selected.turnIndex} ${selected.text}` : '';
      if (selected && key !== last) onSelect(selected);
      last = key;
    };
    const changed = () => {
      clearTimeout(waiting);
      waiting = setTimeout(tell, SETTLED_MS);
    };
    document.addEventListener('selectionchange', changed);
    return () => {
      clearTimeout(waiting);
      document.removeEventListener('selectionchange', changed);
    };
  }, [place, turns, onSelect]);
}

function selectedIn(place: HTMLElement | null, turns: Turn[]): SelectedText | undefined {
  const selection = window.getSelection();
  if (!place || !selection || selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  if (!place.contains(range.commonAncestorContainer)) return undefined;
  const first = [...place.querySelectorAll('[data-text]')].find((each) => range.intersectsNode(each));
  if (!first) return undefined;
  const cut = range.cloneRange();
  const whole = document.createRange();
  whole.selectNodeContents(first);
  if (cut.compareBoundaryPoints(Range.START_TO_START, whole) < 0)
    cut.setStart(whole.startContainer, whole.startOffset);
  if (cut.compareBoundaryPoints(Range.END_TO_END, whole) > 0) cut.setEnd(whole.endContainer, whole.endOffset);
  const text = cut.toString().trim();
  const turn = turns.find(({ index }) => index === Number(first.getAttribute('data-text')));
  return text && turn ? { text, turnIndex: turn.index, startMs: turn.start_ms ?? null } : undefined;
}
