/** Apart from the session itself: what is asked before anything else is there. */

/** The access token that lies in this browser; whether it is still good is found out when it is used. */
function keptToken(): string | null {
  try {
    const user = Object.keys(localStorage).find((key) => key.endsWith('.LastAuthUser'));
    const place = user?.slice(0, -'LastAuthUser'.length);
    const name = user && localStorage.getItem(user);
    return place && name ? localStorage.getItem(`${place}${name}.accessToken`) : null;
  } catch {
    return null;
  }
}

let ahead: { token: string; answer: Promise<Response> } | undefined;

/** Whether somebody's token lies in this browser. */
export function seemsSignedIn(): boolean {
  return keptToken() !== null;
}

/** Ask who is there while the console itself is on its way; what comes of it is taken by {@link answeredAhead}. */
export function askAhead(): void {
  const token = keptToken();
  if (token === null) return;
  const answer = fetch('/api/me', { headers: { Authorization: `Bearer ${token}` } });
  // What fails is asked for again where it is needed, and is told there.
  answer.catch(() => undefined);
  ahead = { token, answer };
}

/** What was asked ahead with this very token, once, if it was answered well. */
export async function answeredAhead(token: string | null): Promise<unknown> {
  const asked = ahead;
  ahead = undefined;
  if (token === null || asked?.token !== token) return undefined;
  try {
    const answer = await asked.answer;
    return answer.ok ? ((await answer.json()) as unknown) : undefined;
  } catch {
    return undefined;
  }
}
