import { lazyRouteComponent } from '@tanstack/react-router';
import { ChunkMissing } from './recovering';

/**
 * A page that is read when it is first gone to.
 *
 * The router would read the whole console anew as soon as a page's script is missing: without a connection that leaves
 * nothing on the screen. Here the page says what is so, and recovers (`PageMissing`).
 */
export function lazyPage<T extends Record<string, unknown>, Name extends keyof T>(
  read: () => Promise<T>,
  name: Name,
): ReturnType<typeof lazyRouteComponent<T, Name>> {
  const told = () =>
    read().catch((cause: unknown) => {
      throw new ChunkMissing('A page could not be fetched', { cause });
    });
  return lazyRouteComponent(told, name);
}
