import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Suspense, lazy } from 'react';
import type { Router } from './router';
import { theme, variables } from './theme';

const Overlays = lazy(() => import('./Overlays').then((all) => ({ default: all.Overlays })));

const schemes = localStorageColorSchemeManager({ key: 'debrief.theme' });

/** The console with everything that it stands in. */
export function App({ client, router }: { client: QueryClient; router: Router }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      colorSchemeManager={schemes}
    >
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <Suspense>
          <Overlays />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>
  );
}
