/** Starts the console. */
import { createRoot } from 'react-dom/client';
import { takeTokensFrom } from './api/client';
import { makeQueryClient } from './api/queries';
import { App } from './app/App';
import { CannotStart } from './app/CannotStart';
import { readConfig } from './app/config';
import { makeRouter, readPage } from './app/router';
import { accessToken, configureSession } from './session/session';
import { seemsSignedIn } from './session/seems';
import { startAnew } from './session/leave';
import { setSignedOut, whenRegained } from './session/signedOut';
import { watchOthers } from './session/whose';

const root = createRoot(document.getElementById('root') ?? document.body);

const client = makeQueryClient();
const router = makeRouter(client);
if (seemsSignedIn()) readPage(router, globalThis.location.pathname);

readConfig()
  .then((config) => {
    configureSession(config);
    takeTokensFrom(accessToken, () => setSignedOut(true));
    watchOthers(
      () => startAnew(client),
      () => setSignedOut(false),
    );
    whenRegained(() => void client.invalidateQueries());
    root.render(<App client={client} router={router} />);
  })
  .catch(() => root.render(<CannotStart />));
