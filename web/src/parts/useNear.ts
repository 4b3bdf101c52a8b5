import { useCallback, useRef, useState } from 'react';

/**
 * Whether an element is in sight, or no further from it than `margin`.
 *
 * Mantine's `useIntersection` keeps the first of the changes that the browser reports together. A busy page reports
 * leaving and coming back as one, and would then wait for ever; here the last one counts.
 *
 * @param margin as CSS writes it: `600px`.
 */
export function useNear(margin: string) {
  const [near, setNear] = useState(false);
  const observer = useRef<IntersectionObserver>(undefined);
  const ref = useCallback(
    (element: Element | null) => {
      observer.current?.disconnect();
      if (element === null) return setNear(false);
      observer.current = new IntersectionObserver(
        (entries) => setNear(entries.at(-1)?.isIntersecting ?? false),
        { rootMargin: margin },
      );
      observer.current.observe(element);
    },
    [margin],
  );
  return { ref, near };
}
