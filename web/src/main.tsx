import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@mantine/notifications/styles.css';
import './app/global.css';
import { createRoot } from 'react-dom/client';
import { takeTokensFrom } from './api/client';
import { makeQueryClient } from './api/queries';
import { App } from './app/App';
import { CannotStart } from './app/CannotStart';
import { readConfig } from './app/config';
import { makeRouter } from './app/router';
import { accessToken, configureSession } from './session/session';
import { startAnew } from './session/leave';
import { setSignedOut } from './session/signedOut';
import { watchOthers } from './session/whose';

const root = createRoot(document.getElementById('root') ?? document.body);

readConfig()
  .then((config) => {
    configureSession(config);
    takeTokensFrom(accessToken, () => setSignedOut(true));
    const client = makeQueryClient();
    watchOthers(() => startAnew(client));
    root.render(<App client={client} router={makeRouter(client)} />);
  })
  .catch(() => root.render(<CannotStart />));
