/** The two routes that all others hang on: the bare page, and the shell for those who are signed in. */
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router';
import { Problem } from '@/api/problems';
import { accessToken } from '@/session/session';
import { keepFor } from '@/session/kept';
import { meQuery } from '@/session/me';
import { given, text } from '@/parts/search';
import { moved } from './moved';
import { NotFound } from './NotFound';
import { lazyPage } from './lazyPage';
import { AllFailed } from './PageFailed';
import { Shell } from './Shell';

export const rootRoute = createRootRouteWithContext<{ client: QueryClient }>()({
  beforeLoad: ({ location }) => {
    const now = moved(location.href);
    if (now !== undefined) throw redirect({ href: now, replace: true });
  },
  notFoundComponent: NotFound,
  errorComponent: AllFailed,
});

/** Only an address within the console may be gone on to. */
function within(address: string | undefined): string | undefined {
  return address?.startsWith('/') && !address.startsWith('//') ? address : undefined;
}

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>) => given({ next: within(text(search.next)) }),
  component: lazyPage(() => import('./SignInPage'), 'SignInPage'),
  // Nothing stands around it.
  errorComponent: AllFailed,
});

export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const away = redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
    if (context.client.getQueryData(meQuery.queryKey)) return;
    if ((await accessToken()) === null) throw away;
    try {
      const { person } = await context.client.query(meQuery);
      keepFor(person.id);
    } catch (error) {
      if (error instanceof Problem && error.status === 401) throw away;
      throw error;
    }
  },
  component: Shell,
  // Without whoever is signed in there is no shell to fail in.
  errorComponent: AllFailed,
});
