/** Which inquiries, and which channels, somebody means who types a part of their words. */
import type { Channel } from '@/api/schema';
import { holds, plainLetters } from '@/parts/plain';

/**
 * The inquiries that hold every word of `typed`, whole or in part: "late deliv" finds "Late delivery". Those that begin
 * with what was typed stand first; else they keep their order.
 */
export function inquiriesLike(typed: string, inquiries: readonly string[], most: number): string[] {
  const wanted = plainLetters(typed).trim().replace(/\s+/g, ' ');
  if (wanted === '') return [];
  const found = inquiries.filter((each) => holds(each, wanted));
  const begins = (each: string) => plainLetters(each).startsWith(wanted);
  return [...found.filter(begins), ...found.filter((each) => !begins(each))].slice(0, most);
}

/**
 * The account's inquiries and, behind them, those that conversations are headed by without being in its list: a vendor
 * gives what it likes.
 */
export function inquiriesWith(
  listed: readonly string[],
  conversations: readonly { inquiry: readonly string[] }[],
): string[] {
  return [...new Set([...listed, ...conversations.flatMap(({ inquiry }) => inquiry)])];
}

/** How conversations of a channel are called together, and the other ways of writing it. */
const CHANNELS: readonly { channel: Channel; name: string; also: string }[] = [
  { channel: 'voice', name: 'Calls', also: 'voice' },
  { channel: 'chat', name: 'Chats', also: '' },
  { channel: 'email', name: 'E-mails', also: 'emails' },
  { channel: 'offline', name: 'Offline conversations', also: '' },
];

/**
 * The channels that somebody means: a conversation of which nobody said what it was about is headed "Call, Orders", and
 * what stands behind the comma is no part of its channel.
 */
export function channelsLike(typed: string): { channel: Channel; name: string }[] {
  const [wanted = ''] = typed.split(',');
  if (wanted.trim().length < 3) return [];
  return CHANNELS.filter(({ name, also }) => holds(`${name} ${also}`, wanted.trim())).map(
    ({ channel, name }) => ({ channel, name }),
  );
}
