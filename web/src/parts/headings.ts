/** How a conversation is called: by what it was about and when it was. Its reference comes second. */
import type { Channel } from '@/api/schema';
import { sayInstant } from './times';
import { wordOf } from './words';

export interface Spoken {
  inquiry: string[];
  channel: Channel;
  queue?: string | null;
}

const CHANNELS: Record<Channel, string> = {
  voice: 'Call',
  chat: 'Chat',
  email: 'E-mail',
  offline: 'Offline conversation',
};

/** "Late delivery", "Late delivery and 1 more"; where nobody has said what it was about, "Call, Orders". */
export function aboutWords({ inquiry, channel, queue }: Spoken): string {
  const [first, ...more] = inquiry;
  if (first === undefined) return placeWords(wordOf(CHANNELS, channel), queue);
  return more.length ? `${first} and ${more.length} more` : first;
}

/** "Call, Orders"; where a queue is called as its channel is, that once: "Chat", "Offline conversation". */
export function placeWords(channel: string, queue: string | null | undefined): string {
  const same = !queue || channel.toLowerCase().split(' ')[0] === queue.trim().toLowerCase();
  return same ? channel : `${channel}, ${queue}`;
}

/** "Late delivery, Thu 26 Nov 14:08". */
export function headingWords(of: Spoken & { at: string }, zone: string, now: Date): string {
  return `${aboutWords(of)}, ${sayInstant(of.at, zone, now)}`;
}
