/** Which of the points that keep a scorecard from being published are still told of what is typed by now. */
import type { FieldError, NewContent } from '@/api/schema';

/** What no point is about but that of the words themselves. */
const WORDS = new Set(['title', 'label', 'text', 'description', 'good', 'poor', 'context', 'phrases']);

/**
 * The points of a check whose content is as it was in what they were about: neither a word of their own part has changed
 * since, nor anything that counts (weights, points, what there is). The others wait for the next check.
 */
export function stillOpen(points: FieldError[], checked: NewContent, now: NewContent): FieldError[] {
  if (points.length === 0 || checked === now) return points;
  if (counts(checked) !== counts(now)) return [];
  return points.filter(({ pointer }) => said(checked, pointer) === said(now, pointer));
}

const counts = (content: NewContent) =>
  JSON.stringify(content, (name, value: unknown) => (WORDS.has(name) ? undefined : value));

/** What stands at a pointer, of a question the whole; nothing of the sections together, of which only counts are told. */
function said(content: NewContent, pointer: string): string | undefined {
  const question = /^\/sections\/\d+\/questions\/\d+/.exec(pointer)?.[0];
  const path = (question ?? pointer).split('/').slice(1);
  if (path.length === 0 || (path.length === 1 && path[0] === 'sections')) return undefined;
  let at: unknown = content;
  for (const step of path) at = at === null || typeof at !== 'object' ? undefined : Reflect.get(at, step);
  return JSON.stringify(at);
}
