import { useDebouncedCallback } from '@mantine/hooks';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

const SETTLED_MS = 300;

/**
 * What is typed into a filter is taken once nobody types any more; never after they have gone elsewhere, where taking
 * it, which changes the address, would bring them back.
 */
export function useTypedFilter(take: (text: string) => void): (text: string) => void {
  const router = useRouter();
  const later = useDebouncedCallback(take, SETTLED_MS);
  useEffect(
    () =>
      router.subscribe('onBeforeNavigate', ({ pathChanged }) => {
        if (pathChanged) later.cancel();
      }),
    [router, later],
  );
  return later;
}
