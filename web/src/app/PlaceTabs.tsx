import { createLink, useRouterState } from '@tanstack/react-router';
import { forwardRef, useEffect, useRef, type AnchorHTMLAttributes } from 'react';
import { useMe } from '@/session/me';
import { Waiting } from './Navigation';
import classes from './PlaceTabs.module.css';
import { placeAt, placesOf, tabAt, type Tab } from './plan';

interface TabProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  current: boolean;
}

const TabLink = createLink(
  forwardRef<HTMLAnchorElement, TabProps>(function TabLink({ current, children, ...props }, ref) {
    return (
      // Said by the plan: the router takes the beginning of an address for the page itself.
      <a ref={ref} {...props} aria-current={current ? 'page' : undefined}>
        {children}
      </a>
    );
  }),
);

/** The tabs of the place that one is at: links, since each has its address. */
export function PlaceTabs() {
  const places = placesOf(useMe());
  const { pathname, search } = useRouterState({ select: (state) => state.location });
  const place = placeAt(places, pathname);
  const open = place && tabAt(place, pathname, search);
  const tabs = useRef<HTMLElement>(null);
  const label = open?.label;
  // Where they don't all have room, the one that stands open is in sight. The page itself doesn't move.
  useEffect(() => {
    const strip = tabs.current;
    const current = strip?.querySelector<HTMLElement>('[aria-current]');
    if (strip && current)
      strip.scrollLeft = current.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
  }, [label]);
  if (!open || place.tabs.length < 2) return null;
  return (
    <nav
      ref={tabs}
      className={`${classes.tabs ?? ''} no-print`}
      aria-label={`In ${place.label.toLowerCase()}`}
    >
      {place.tabs.map((tab) => (
        <TabLink
          key={tab.label}
          to={tab.to}
          search={(all: Record<string, unknown>) => searchOf(tab, open, all)}
          className={classes.tab}
          current={tab === open}
        >
          {tab.label}
          <Waiting tabs={[tab]} />
        </TabLink>
      ))}
    </nav>
  );
}

/** Filters stay while the page stays the same; what stands open beside the list doesn't. */
function searchOf(tab: Tab, open: Tab, all: Record<string, unknown>): Record<string, unknown> {
  return tab.to === open.to ? { ...all, open: undefined, ...tab.search } : { ...tab.search };
}
