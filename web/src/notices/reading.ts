/** What counting and reading come to, without asking anybody. */
import type { UnreadView } from '@/api/schema';

/** The count after one more was read. Of more than can be counted, there are still more. */
export function oneRead(before: UnreadView): UnreadView {
  return before.more ? before : { ...before, unread: Math.max(0, before.unread - 1) };
}

/** The count after all were read. */
export function allRead(): UnreadView {
  return { unread: 0, more: false };
}

/** "3", "99+"; empty for none. */
export function sayCount({ unread, more }: UnreadView): string {
  if (unread === 0) return '';
  return more ? `${unread}+` : String(unread);
}

/** "Notices", "Notices, 3 unread", "Notices, more than 99 unread". */
export function nameOfBell(count: UnreadView): string {
  return count.unread === 0 ? 'Notices' : `Notices, ${sayUnread(count)}`;
}

/**
 * What is said aloud when the count went up: "1 new notice, 3 unread". Nothing when it is read for the first time. The
 * second half keeps it from being the same words twice, which screen readers say once.
 */
export function sayNew(before: UnreadView | undefined, now: UnreadView): string {
  if (!before || before.more || now.unread <= before.unread) return '';
  const news = now.unread - before.unread;
  return `${news === 1 ? '1 new notice' : `${news} new notices`}, ${sayUnread(now)}`;
}

function sayUnread({ unread, more }: UnreadView): string {
  return more ? `more than ${unread} unread` : `${unread} unread`;
}
