/** Every address of the console. Pages are read when they are first gone to. */
import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { Lines } from '@/parts/Loaded';
import { rootRoute, shellRoute, signInRoute } from './roots';
import { pages } from './pages';
import { parseSearch, stringifySearch } from './search';

const tree = rootRoute.addChildren([signInRoute, shellRoute.addChildren(pages)]);

/** The router over a query client. */
export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    parseSearch,
    stringifySearch,
    defaultPreload: false,
    defaultPendingComponent: () => <Lines count={6} />,
    scrollRestoration: true,
  });
}

export type Router = ReturnType<typeof makeRouter>;

declare module '@tanstack/react-router' {
  interface Register {
    router: Router;
  }
}
