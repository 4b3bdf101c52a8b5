/** What a person fills in for one or for many, until it is sent. */
import type { Answer } from './CompletionField';

/**
 * @property fields what is filled in, by the names of the API.
 * @property remember whether it holds from now on.
 * @property newQueue the text of which was said that it is a new queue; it says nothing of any other text.
 */
export interface Typed {
  fields: Record<string, Answer>;
  remember: boolean;
  newQueue: string | null;
}

export const NOTHING_TYPED: Typed = { fields: {}, remember: false, newQueue: null };

/** The same with a field filled in, or taken out. */
export function withField(typed: Typed, field: string, answer: Answer | undefined): Typed {
  const rest = Object.entries(typed.fields).filter(([name]) => name !== field);
  return { ...typed, fields: Object.fromEntries(answer ? [...rest, [field, answer]] : rest) };
}

/** What is sent of it: only the fields that are asked for, and only what has a value. */
export function toSend(typed: Typed, asked: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(typed.fields)
      .filter(([name, { value }]) => asked.includes(name) && value.trim() !== '')
      .map(([name, { value }]) => [name, value]),
  );
}

/** Whether the queue that is filled in is said to be a new one. */
export function isNewQueue({ fields, newQueue }: Typed): boolean {
  return newQueue !== null && fields.queue?.value === newQueue;
}

/** The fields that are meant as they stand, though a known one comes near. */
export function meantSo(typed: Typed): string[] {
  return isNewQueue(typed) ? ['queue'] : [];
}
