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
  if (first === undefined)
    return queue ? `${wordOf(CHANNELS, channel)}, ${queue}` : wordOf(CHANNELS, channel);
  return more.length ? `${first} and ${more.length} more` : first;
}

/** "Late delivery, Thu 26 Nov 14:08". */
export function headingWords(of: Spoken & { at: string }, zone: string, now: Date): string {
  return `${aboutWords(of)}, ${sayInstant(of.at, zone, now)}`;
}
