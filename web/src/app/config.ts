/** What the console has to know of its deployment before anything else: `/config.json` beside it. */
export interface Config {
  region: string;
  user_pool_id: string;
  user_pool_client_id: string;
  /** Where Cognito answers when that isn't its own address, as on a laptop. */
  cognito_endpoint: string | null;
  environment: 'dev' | 'staging' | 'prod' | 'local';
}

/**
 * Read it: the page (`index.html`) has asked for it already, and it is never kept without asking. Throws when it isn’t
 * there or isn’t one.
 */
export async function readConfig(): Promise<Config> {
  const answer = await fetch('/config.json');
  if (!answer.ok) throw new Error(`config.json answered ${answer.status}`);
  return (await answer.json()) as Config;
}
