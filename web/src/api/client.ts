/**
 * The door to the API: typed by `openapi.json`, signed in, and failing with a {@link Problem} and nothing else.
 *
 * `await body(api.GET('/people', { params, signal }))` gives the answer's body or throws.
 */
import createClient, { type Middleware } from 'openapi-fetch';
import { Problem, problemOf, unreachable } from './problems';
import type { paths } from './schema';

/** Gives the access token to send; `renewed` asks for a fresh one, since the API refused the last. */
export type TokenSource = (renewed: boolean) => Promise<string | null>;

let tokens: TokenSource = () => Promise.resolve(null);
let signedOut: () => void = () => undefined;

/** Tell the client where tokens come from, and whom to call when the API no longer knows the person. */
export function takeTokensFrom(source: TokenSource, onSignedOut: () => void): void {
  tokens = source;
  signedOut = onSignedOut;
}

async function authorised(request: Request): Promise<Response> {
  const again = request.clone();
  const answer = await fetch(await signed(request, false));
  if (answer.status !== 401) return answer;
  // A token may be refused although it looks fresh here: the clock is wrong, or it was revoked. Once more with a new one.
  const second = await fetch(await signed(again, true));
  if (second.status === 401) signedOut();
  return second;
}

async function signed(request: Request, renewed: boolean): Promise<Request> {
  const token = await tokens(renewed);
  if (token !== null) request.headers.set('Authorization', `Bearer ${token}`);
  return request;
}

const failing: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await problemOf(response);
    return response;
  },
  onError({ error }) {
    if (error instanceof Problem) return error;
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    return unreachable(error);
  },
};

/** The typed client. Its calls throw on every answer that is not a success. The API answers on the console's own origin. */
export const api = createClient<paths>({
  baseUrl: `${globalThis.location.origin}/api`,
  fetch: authorised,
  // ?status=a&status=b, as the API takes it.
  querySerializer: { array: { style: 'form', explode: true } },
});
api.use(failing);

/** The body of a successful answer. */
export async function body<T>(call: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data } = await call;
  // 204 has none, and the types say so where that is possible.
  return data as T;
}

/** What `If-Match` takes: the revision that a change is made from. */
export function etag(thing: { revision?: number }): string {
  return `"${thing.revision ?? 0}"`;
}

/** A new `Idempotency-Key`: one for each intention of a person, kept while it is tried again. */
export function intention(): string {
  return crypto.randomUUID();
}
