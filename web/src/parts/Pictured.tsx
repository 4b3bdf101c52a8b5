import { useEffect, useRef, type ReactNode } from 'react';

/**
 * A chart as a picture: its figures stand in a table beside it, for those who can't see it and who have no mouse.
 *
 * The chart draws its layers through portals, and React listens on each of them for the focus; what listens for it
 * Chromium lets Tab stop at. Nothing is to be done there, and nothing tells where one is.
 */
export function Pictured({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const picture = place.current;
    if (!picture) return undefined;
    const passOver = () => {
      for (const layer of picture.querySelectorAll('svg g[class*="zIndex"]:not([tabindex])')) {
        layer.setAttribute('tabindex', '-1');
      }
    };
    passOver();
    const drawn = new MutationObserver(passOver);
    drawn.observe(picture, { childList: true, subtree: true });
    return () => drawn.disconnect();
  }, []);
  return (
    <div ref={place} aria-hidden>
      {children}
    </div>
  );
}
