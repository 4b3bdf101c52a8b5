/**
 * Who is signed in, kept by Amplify.
 *
 * Tokens lie in localStorage, so that a link opened in a new tab is signed in too; the page's content security policy
 * lets no foreign script near them (docs/decisions). Signing in itself stands in `signing.ts`, read when it is needed.
 */
import { fetchAuthSession } from '@aws-amplify/auth';
import { cognitoUserPoolsTokenProvider } from '@aws-amplify/auth/cognito';
import { Amplify } from '@aws-amplify/core';
import { isTheirs } from './whose';

export interface PoolConfig {
  user_pool_id: string;
  user_pool_client_id: string;
  cognito_endpoint: string | null;
}

/** Tell Amplify which user pool there is. */
export function configureSession(pool: PoolConfig): void {
  const Auth = {
    Cognito: {
      userPoolId: pool.user_pool_id,
      userPoolClientId: pool.user_pool_client_id,
      ...(pool.cognito_endpoint
        ? { userPoolEndpoint: new URL(pool.cognito_endpoint, globalThis.location.origin).href }
        : {}),
    },
  };
  // The whole of aws-amplify would do this by itself, with much that isn't needed here.
  cognitoUserPoolsTokenProvider.setAuthConfig(Auth);
  Amplify.configure({ Auth }, { Auth: { tokenProvider: cognitoUserPoolsTokenProvider } });
}

/** The access token, made anew when it has run out or `renewed` is asked for; null when nobody is signed in. */
export async function accessToken(renewed = false): Promise<string | null> {
  const session = await fetchAuthSession({ forceRefresh: renewed }).catch((error: unknown) => {
    if (isNetworkError(error)) throw error;
    // The refresh token has run out or was revoked: the person is signed out, and is told so.
    return null;
  });
  const token = session?.tokens?.accessToken;
  if (!token) return null;
  // Somebody else has signed in since, in another tab: this document is about to go, and asks for nothing more.
  if (!isTheirs(token.payload.sub)) return new Promise(() => undefined);
  return token.toString();
}

/** How long Cognito may take to hear of it that somebody signs out. */
const LONGEST_END_MS = 3_000;

/**
 * Sign out here, and take back what would let this browser in again. Cognito is asked to, and may not answer: the
 * tokens are gone from this browser all the same.
 */
export async function end(): Promise<void> {
  const waited = new Promise((done) => setTimeout(done, LONGEST_END_MS));
  const revoked = import('./revoking').then(({ signOut }) => signOut());
  await Promise.race([revoked, waited]).catch(() => undefined);
  await cognitoUserPoolsTokenProvider.tokenOrchestrator.clearTokens();
}

/** Whether nobody answered, as opposed to an answer that refuses. */
export function isNetworkError(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NetworkError' || error instanceof TypeError);
}
