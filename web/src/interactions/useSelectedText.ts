import { useEffect, type RefObject } from 'react';
import type { Turn, VerifiedQuote } from '@/api/schema';
import { wholeWords } from './wholeWords';

/** Words that somebody marked in a turn of a transcript, as evidence has them. */
export type SelectedText = VerifiedQuote;

/** Words of a turn, with where and by whom they were said. */
export function selectedOf({ index, start_ms, speaker }: Turn, text: string): SelectedText {
  return { text, turn_index: index, start_ms, speaker };
}

const SETTLED_MS = 150;

/**
 * Tells what was selected, by mouse, finger or keyboard, once the selection rests. A quote is of one turn and of whole
 * words: what reaches into the next turn is cut off.
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
      const key = selected ? `${selected.turn_index} ${selected.text}` : '';
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
  const turn = turns.find(({ index }) => index === Number(first.getAttribute('data-text')));
  if (!turn) return undefined;
  whole.setEnd(cut.startContainer, cut.startOffset);
  const from = whole.toString().length;
  const text = wholeWords(turn.text, from, from + cut.toString().length);
  return text ? selectedOf(turn, text) : undefined;
}
