import { VisuallyHidden } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState, type Ref } from 'react';
import type { Turn } from '@/api/schema';
import type { Evidence } from './Marks';
import { usePrinting } from '@/parts/usePrinting';
import classes from './Transcript.module.css';
import { TurnLine } from './TurnLine';
import { selectedOf, useSelectedText, type SelectedText } from './useSelectedText';
import { byTurn, hasTimes, type Meeting } from './turns';

/** Longer transcripts have only those turns in the page that are in sight. */
const VIRTUAL_FROM = 300;
const TURN_PX = 84;
const NOTHING: never[] = [];

export interface TranscriptHandle {
  /** Scrolls within the transcript; `whole` has the page show the transcript too. */
  show: (turnIndex: number, whole?: boolean) => void;
}

/** What was said, turn by turn, in a window of its own that scrolls along. */
export function Transcript({
  ref,
  turns,
  between,
  evidence,
  current,
  marked,
  height,
  onGo,
  onSelect,
  selecting,
  notes,
}: {
  ref: Ref<TranscriptHandle>;
  turns: Turn[];
  between: Meeting[];
  evidence: Evidence[];
  current: number | undefined;
  marked: number | undefined;
  height: number | string;
  /** Goes to a turn in the recording; missing where there is none. */
  onGo?: ((turnIndex: number) => void) | undefined;
  onSelect?: ((selected: SelectedText) => void) | undefined;
  selecting?: string | undefined;
  /** Whether somebody wrote it down: then no line is anybody's words. */
  notes?: boolean | undefined;
}) {
  const scroll = useRef<HTMLDivElement>(null);
  const [reached, setReached] = useState<number>();
  const printing = usePrinting();
  const virtual = turns.length > VIRTUAL_FROM && !printing;
  // eslint-disable-next-line react-hooks/incompatible-library -- the React compiler isn't used here
  const virtualizer = useVirtualizer({
    count: turns.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => TURN_PX,
    overscan: 8,
    enabled: virtual,
  });
  const placeOf = useCallback(
    (turnIndex: number) => turns.findIndex(({ index }) => index === turnIndex),
    [turns],
  );

  const show = useCallback(
    (turnIndex: number, whole = false) => {
      if (whole) scroll.current?.scrollIntoView({ block: 'nearest' });
      if (virtual) virtualizer.scrollToIndex(placeOf(turnIndex), { align: 'center' });
      else showWithin(scroll.current, turnIndex);
    },
    [virtual, virtualizer, placeOf],
  );
  useImperativeHandle(ref, () => ({ show }), [show]);
  useSelectedText(scroll, turns, onSelect);
  useTurnKeys(scroll, turns, { onGo, show, onReach: setReached });

  const quote = useMemo(
    () => onSelect && ((turn: Turn) => onSelect(selectedOf(turn, turn.text))),
    [onSelect],
  );
  const meetingsOf = useMemo(() => byTurn(between, ({ turn }) => turn), [between]);
  const labelsOf = useMemo(() => {
    const grouped = byTurn(evidence, ({ turnIndex }) => turnIndex);
    return new Map([...grouped].map(([turn, all]) => [turn, all.map(({ label }) => label)]));
  }, [evidence]);
  const first = reached ?? current ?? turns.find((turn) => onGo && hasTimes(turn))?.index ?? turns[0]?.index;

  const rows = virtual
    ? virtualizer.getVirtualItems().map(({ index, start }) => ({ place: index, offset: start }))
    : turns.map((_, place) => ({ place, offset: undefined }));
  return (
    <div
      ref={scroll}
      className={classes.scroll}
      style={{ height: virtual ? height : undefined, maxHeight: height }}
      role="region"
      aria-label={notes ? 'Notes' : 'Transcript'}
      // What scrolls by itself has to be reached by the keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      {onGo && <VisuallyHidden>The up and down arrow keys move from turn to turn.</VisuallyHidden>}
      <ol className={classes.list} style={virtual ? { height: virtualizer.getTotalSize() } : undefined}>
        {rows.map(({ place, offset }) => {
          const turn = turns[place];
          if (!turn) return null;
          return (
            <TurnLine
              key={turn.index}
              ref={virtual ? virtualizer.measureElement : null}
              offset={offset}
              turn={turn}
              between={meetingsOf.get(turn.index) ?? NOTHING}
              labels={labelsOf.get(turn.index) ?? NOTHING}
              current={turn.index === current}
              marked={turn.index === marked}
              reachable={turn.index === first}
              seekable={onGo !== undefined}
              onQuote={quote}
              quoting={selecting}
              notes={notes}
            />
          );
        })}
      </ol>
    </div>
  );
}

/** A click anywhere on a turn goes there, unless it ends a selection; arrow keys move from turn to turn. */
function useTurnKeys(
  scroll: React.RefObject<HTMLDivElement | null>,
  turns: Turn[],
  {
    onGo,
    show,
    onReach,
  }: {
    onGo: ((turnIndex: number) => void) | undefined;
    show: (turnIndex: number) => void;
    onReach: (turnIndex: number) => void;
  },
) {
  useEffect(() => {
    const place = scroll.current;
    if (!place || !onGo) return;
    const clicked = (event: MouseEvent) => {
      const turn = (event.target as Element).closest('[data-go], [data-text]');
      if (!turn || window.getSelection()?.toString()) return;
      const index = Number(turn.getAttribute('data-go') ?? turn.getAttribute('data-text'));
      onReach(index);
      if (turns.some((each) => each.index === index && hasTimes(each))) onGo(index);
    };
    const pressed = (event: KeyboardEvent) => {
      const from = (event.target as Element).closest('[data-go]');
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!from || step === undefined) return;
      event.preventDefault();
      const timed = turns.filter(hasTimes);
      const at = timed.findIndex(({ index }) => index === Number(from.getAttribute('data-go')));
      const next = timed[at + step];
      if (!next) return;
      onReach(next.index);
      show(next.index);
      const focus = () => {
        const there = place.querySelector<HTMLElement>(`[data-go="${next.index}"]`);
        there?.focus({ preventScroll: true });
        return there !== null;
      };
      // Of a long transcript it comes into the page only now.
      if (!focus()) requestAnimationFrame(focus);
    };
    place.addEventListener('click', clicked);
    place.addEventListener('keydown', pressed);
    return () => {
      place.removeEventListener('click', clicked);
      place.removeEventListener('keydown', pressed);
    };
  }, [scroll, turns, onGo, show, onReach]);
}

/** Scrolls the transcript, never the page around it. */
function showWithin(scroll: HTMLElement | null, turnIndex: number) {
  const turn = scroll?.querySelector<HTMLElement>(`[data-turn="${turnIndex}"]`);
  if (!scroll || !turn) return;
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  scroll.scrollTo({
    top: turn.offsetTop - (scroll.clientHeight - turn.offsetHeight) / 2,
    behavior: calm ? 'auto' : 'smooth',
  });
}
