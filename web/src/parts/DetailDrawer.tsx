import { CloseButton, Group, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowUpRight } from '@tabler/icons-react';
import {
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  type CSSProperties,
  type ReactNode,
} from 'react';
import { Anchor } from './Anchor';
import { setAside } from './aside';
import classes from './DetailDrawer.module.css';

const WIDTHS = { md: 440, lg: 560, xl: 720 };
/** Below this width it lies over the list, as its styles say. */
const COVERS = '(max-width: 61.99em)';
/** How wide it is where there is room: for a few fields, a form, or a thing to read. */
export type DrawerSize = keyof typeof WIDTHS;

/**
 * A thing beside the list that it was opened from; the list stays in sight, and stays usable where there is room for
 * both. It has an address (the page keeps its id after `?open=`), and can be opened whole in a new tab. Escape closes it,
 * and the focus goes back to where it was.
 *
 * @param id of the thing, and undefined while none is open; what was begun with one thing doesn't stay for the next.
 * @param whole address of the thing's own page.
 */
export function DetailDrawer({
  id,
  title,
  whole,
  onClose,
  size = 'xl',
  children,
}: {
  id: string | undefined;
  title: ReactNode;
  whole?: string;
  onClose: () => void;
  size?: DrawerSize;
  children: ReactNode;
}) {
  if (id === undefined) return null;
  return (
    <Open id={id} title={title} whole={whole} onClose={onClose} width={WIDTHS[size]}>
      {children}
    </Open>
  );
}

function Open({
  id,
  title,
  whole,
  onClose,
  width,
  children,
}: {
  id: string;
  title: ReactNode;
  whole: string | undefined;
  onClose: () => void;
  width: number;
  children: ReactNode;
}) {
  const titleId = useId();
  const box = useRef<HTMLDivElement>(null);
  const back = useRef<Element>(null);
  const close = useEffectEvent(onClose);
  const covers = useMediaQuery(COVERS, false, { getInitialValueInEffect: false });

  // What can't be seen can't be gone to. Ends before the focus goes back.
  useLayoutEffect(() => (covers && box.current ? setAside(box.current) : undefined), [covers]);
  useLayoutEffect(() => {
    const here = box.current;
    const { dataset, style } = document.documentElement;
    dataset.beside = '';
    style.setProperty('--debrief-beside', `${String(width)}px`);
    return () => {
      delete dataset.beside;
      const focused = document.activeElement;
      // Whoever went on in the list meanwhile stays there.
      if (focused !== null && focused !== document.body && !here?.contains(focused)) return;
      const to = back.current;
      if (to instanceof HTMLElement && to.isConnected) to.focus({ preventScroll: true });
      else document.getElementById('content')?.focus({ preventScroll: true });
    };
  }, [width]);
  // What was chosen in the list is read next: the focus goes along, and goes back when this closes. Before what is in it
  // goes to a place of its own.
  useLayoutEffect(() => {
    const focused = document.activeElement;
    // By mouse a row is chosen without the focus: it goes back to the row's link all the same.
    const from = focused === document.body || box.current?.contains(focused);
    back.current = from ? document.querySelector('[data-open] a') : focused;
    box.current?.focus({ preventScroll: true });
    box.current?.scrollTo({ top: 0 });
  }, [id]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.isComposing && !taken) close();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  return (
    <div
      ref={box}
      role="dialog"
      data-drawer=""
      aria-modal="false"
      aria-labelledby={titleId}
      tabIndex={-1}
      className={classes.drawer}
      style={{ '--width': `${String(width)}px` } as CSSProperties}
    >
      <Group className={classes.head} justify="space-between" gap="sm" wrap="nowrap" align="flex-start">
        <Text component="h2" id={titleId} fw={600} fz="lg" style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Text>
        <Group gap="sm" wrap="nowrap">
          {whole && (
            <Anchor to={whole} target="_blank" size="sm">
              <Group gap={4} wrap="nowrap">
                Open in a new tab <IconArrowUpRight size={15} aria-hidden />
              </Group>
            </Anchor>
          )}
          <CloseButton aria-label="Close" onClick={onClose} />
        </Group>
      </Group>
      <div key={id} className={classes.body}>
        {children}
      </div>
    </div>
  );
}

/** Whether the Escape that is being pressed was for something else: seen before anybody has answered to it. */
let taken = false;
if (typeof window !== 'undefined') {
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape') taken = isTakenElsewhere(event);
    },
    { capture: true },
  );
}

/** What floats over a page and takes the keys that are pressed in it. */
const LAYER = '[role="dialog"], [role="menu"], [role="listbox"]';

/** Escape closes what is open over this first: a question, a menu, a list of choices, whatever else has the focus. */
function isTakenElsewhere(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  return (
    event.defaultPrevented ||
    target?.closest(LAYER)?.hasAttribute('data-drawer') === false ||
    target?.closest('[data-mantine-stop-propagation="true"]') != null ||
    target?.getAttribute('aria-expanded') === 'true' ||
    document.querySelector('[aria-modal="true"], [role="menu"]') !== null
  );
}
