/** What went wrong, as RFC 9457 tells it, and in sentences for the person in front of the screen. */
import type { FieldError } from './schema';

const BASE = 'urn:debrief:problem:';

/** An answer of the API that is not a success, or none at all (`status` 0). */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    /** The stable kind of problem without its URN, such as `stale`; `unreachable` when there was no answer. */
    readonly kind: string,
    readonly status: number,
    /** A sentence for a person. */
    readonly detail: string,
    /** What to mend, each with a JSON pointer or a place in a file. */
    readonly fields: FieldError[] = [],
    /** Finds the request in the logs. */
    readonly traceId: string | null = null,
    /** How long to wait before trying again, in seconds, where the API said so. */
    readonly retryAfter: number | null = null,
  ) {
    super(detail);
  }

  /** Whether trying the very same again may succeed. */
  get passing(): boolean {
    return (
      this.status === 0 ||
      this.status === 429 ||
      this.status === 502 ||
      this.status === 503 ||
      this.status === 504
    );
  }

  /** The message for one field or for something in it, by the field's JSON pointer. */
  within(pointer: string): string | undefined {
    return this.fields.find((each) => `${each.pointer}/`.startsWith(`${pointer}/`))?.message;
  }

  /** The message for one field, by its JSON pointer. */
  field(pointer: string): string | undefined {
    return this.fields.find((each) => each.pointer === pointer)?.message;
  }
}

/** The problem in an answer. API Gateway's own refusals carry no problem document. */
export async function problemOf(response: Response): Promise<Problem> {
  const waited = Number(response.headers.get('Retry-After'));
  const retryAfter = Number.isFinite(waited) && waited > 0 ? waited : null;
  const told = (await response
    .clone()
    .json()
    .catch(() => null)) as {
    type?: string;
    detail?: string;
    errors?: FieldError[];
    trace_id?: string;
  } | null;
  const kind = told?.type?.startsWith(BASE) ? told.type.slice(BASE.length) : kindOf(response.status);
  return new Problem(
    kind,
    response.status,
    told?.detail ?? SENTENCES[kind] ?? 'The server gave an answer that Debrief does not understand.',
    told?.errors ?? [],
    told?.trace_id ?? null,
    retryAfter,
  );
}

/** No answer came: the network is cut, or nobody is at the other end. */
export function unreachable(cause: unknown): Problem {
  const problem = new Problem('unreachable', 0, SENTENCES.unreachable ?? '');
  problem.cause = cause;
  return problem;
}

function kindOf(status: number): string {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 409) return 'conflict';
  if (status === 412) return 'stale';
  if (status === 429) return 'throttled';
  if (status === 502 || status === 503 || status === 504) return 'unavailable';
  return status >= 500 ? 'internal' : 'malformed';
}

const SENTENCES: Record<string, string> = {
  unreachable: 'Debrief cannot be reached.',
  unauthenticated: 'You are no longer signed in.',
  forbidden: 'You may not do this.',
  'not-found': 'This does not exist, or you may not see it.',
  conflict: 'The present state does not allow this.',
  stale: 'Somebody changed this while you had it open.',
  throttled: 'Too much is being asked of Debrief just now.',
  unavailable: 'A part of Debrief does not answer just now.',
  internal: 'Something unexpected happened in Debrief.',
  malformed: 'Debrief could not read the request.',
};

/** What happened, what is safe, and what to do. */
export interface Explanation {
  title: string;
  advice: string;
}

/**
 * A problem in words.
 *
 * @param changing whether something was being changed: then the words say that nothing typed is lost.
 */
export function explain(problem: Problem, changing = false): Explanation {
  const safe = changing ? 'What you typed is still here. ' : '';
  switch (problem.kind) {
    case 'unreachable':
      return {
        title: 'No connection to Debrief',
        advice: `${safe}Check your network, then try again.`,
      };
    case 'unauthenticated':
      return { title: 'You are signed out', advice: `${safe}Sign in again to go on.` };
    case 'throttled':
    case 'model-throttled':
    case 'unavailable':
    case 'model-unavailable':
    case 'model-timed-out':
      return {
        title: 'Debrief is busy',
        advice: `${problem.detail}${endOf(problem.detail)} ${safe}Try again${
          problem.retryAfter
            ? ` in ${problem.retryAfter} ${problem.retryAfter === 1 ? 'second' : 'seconds'}`
            : ' in a moment'
        }.`,
      };
    case 'stale':
      return {
        title: 'Somebody changed this meanwhile',
        advice: `${safe}Load the latest state, look at what changed, and save again.`,
      };
    case 'not-found':
      return {
        title: 'Not found',
        advice: 'It may have been deleted, or it is not within your reporting line.',
      };
    case 'forbidden':
      return { title: 'Not permitted', advice: problem.detail };
    case 'internal':
      return {
        title: 'Something went wrong in Debrief',
        advice: `${safe}Try again; if it happens again, tell your administrator${
          problem.traceId && problem.traceId !== '-' ? ` and name the trace ${problem.traceId}` : ''
        }.`,
      };
    default:
      return { title: problem.detail, advice: safe.trim() };
  }
}

function endOf(sentence: string): string {
  return /[.!?]$/.test(sentence) ? '' : '.';
}

/** Any thrown thing as a problem. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem('internal', 500, error instanceof Error ? error.message : String(error));
}
