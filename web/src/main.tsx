/**
 * What the page begins with: nothing of its own, so that it runs while the rest is on its way, and asks at once for what
 * this visitor will need too. On a slow line each thing that is only asked for later waits for those before it.
 */
import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@mantine/notifications/styles.css';
import './app/global.css';
import { askAhead, seemsSignedIn } from './session/seems';

// What fails here fails again where it is needed, and is told there.
const ahead = (read: () => Promise<unknown>) => void read().catch(() => undefined);

void import('./start');
if (seemsSignedIn()) {
  askAhead();
  ahead(() => import('./parts/DataTable'));
  if (globalThis.location.pathname === '/') ahead(() => import('./home/HomePage'));
}
