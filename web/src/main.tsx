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

// Nothing else is there yet to say it.
import('./start').catch(() => {
  const told = document.createElement('main');
  told.style.padding = '2rem';
  told.textContent = 'Debrief could not be fetched. Check the connection and load the page again.';
  document.getElementById('root')?.replaceChildren(told);
});
if (seemsSignedIn()) {
  askAhead();
  ahead(() => import('./parts/DataTable'));
  if (globalThis.location.pathname === '/') ahead(() => import('./home/HomePage'));
}
