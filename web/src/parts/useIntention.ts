import { useState } from 'react';
import { intention } from '@/api/client';

/** Gives the key of what is asked for: the same while the very same is tried again, another for anything else. */
export function intentions(): (of: unknown) => string {
  const known = new Map<string, string>();
  return (of) => {
    const what = JSON.stringify(of);
    const key = known.get(what) ?? intention();
    known.set(what, key);
    return key;
  };
}

/**
 * `Idempotency-Key`s of one form. No answer came, and the text was changed before the next try: the API, which may have
 * taken the first, refuses the second under the same key, so each text has its own.
 */
export function useIntention(): (of: unknown) => string {
  return useState(intentions)[0];
}
