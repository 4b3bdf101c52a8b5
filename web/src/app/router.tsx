/** Every address of the console. Pages are read when they are first gone to. */
import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { Lines } from '@/parts/Loaded';
import { pageCame } from './late';
import { PageFailed } from './PageFailed';
import { rootRoute, shellRoute, signInRoute } from './roots';
import { pages } from './pages';
import { parseSearch, stringifySearch } from './search';

const tree = rootRoute.addChildren([signInRoute, shellRoute.addChildren(pages)]);

/** The router over a query client. */
export function makeRouter(client: QueryClient) {
  const router = createRouter({
    routeTree: tree,
    context: { client },
    parseSearch,
    stringifySearch,
    defaultPreload: false,
    // Of a page, not of the whole console: what stands around it stays.
    defaultErrorComponent: PageFailed,
    defaultPendingComponent: () => <Lines count={6} />,
    scrollRestoration: true,
  });
  router.subscribe('onResolved', pageCame);
  return router;
}

/** Read the script of the page at an address, ahead of going there. */
export function readPage(router: Router, path: string): void {
  for (const { options } of router.getMatchedRoutes(path)[0]) {
    // Whether it comes is seen when it is shown.
    void options.component?.preload?.();
  }
}

export type Router = ReturnType<typeof makeRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: Router;
  }
}
