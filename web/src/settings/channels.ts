/** Channels that leave Debrief, as the form holds them and as people read how they get on. */
import type { ChannelHealthView, ChannelType, OutsideChannel } from '@/api/schema';
import type { Tone } from '@/parts/Tag';
import { entryOf } from '@/parts/words';

export type ChannelState = ChannelHealthView['state'];

/** One part of what opens a channel. secret: not shown while it is typed. */
export interface AccessField {
  name: string;
  label: string;
  hint?: string;
  secret?: boolean;
}

export const TYPE_TITLES: Record<ChannelType, string> = {
  slack: 'Slack',
  teams: 'Microsoft Teams',
  webhook: 'Webhook',
  salesforce: 'Salesforce tasks',
  hubspot: 'HubSpot tasks',
};

/** What has to be known of each type. */
export const ACCESS: Record<ChannelType, AccessField[]> = {
  slack: [
    {
      name: 'address',
      label: 'Address of the incoming webhook',
      hint: 'https://hooks.slack.com/…',
      secret: true,
    },
  ],
  teams: [
    {
      name: 'address',
      label: 'Address of the workflow',
      hint: 'A workflow “Post to a channel when a webhook request is received”',
      secret: true,
    },
  ],
  webhook: [{ name: 'address', label: 'Address', hint: 'https, at a public name', secret: true }],
  salesforce: [
    { name: 'domain', label: 'Address of your org', hint: 'https://….my.salesforce.com' },
    { name: 'client_id', label: 'Consumer key', hint: 'Of a connected app with client credentials' },
    { name: 'client_secret', label: 'Consumer secret', secret: true },
  ],
  hubspot: [{ name: 'token', label: 'Token of a private app', secret: true }],
};

export const STATE_WORDS: Record<ChannelState, string> = {
  off: 'Off',
  unused: 'Not used yet',
  well: 'Working',
  troubled: 'Last one failed',
  paused: 'Paused',
};

export const STATE_TONES: Record<ChannelState, Tone> = {
  off: 'neutral',
  unused: 'neutral',
  well: 'good',
  troubled: 'watch',
  paused: 'act',
};

const ERROR_WORDS: Record<string, string> = {
  address: 'its address may not be used',
  certificate: 'its certificate isn’t valid',
  cut: 'the line was cut',
  fault: 'Debrief itself failed at it',
  no_answer: 'it didn’t answer in time',
  no_connection: 'nobody is there',
  no_key: 'its signing key is gone; make a new one',
  no_such_host: 'its name leads nowhere',
  no_such_owner: 'it knows nobody with that person’s e-mail address',
  not_made: 'it didn’t make the task',
  not_json: 'its answer couldn’t be read',
  not_public: 'its name leads into somebody’s own network',
  not_signed_in: 'it doesn’t take the consumer key and secret',
  too_large: 'the notice is too large',
};

const STATUS_WORDS: Record<string, string> = {
  '401': 'it doesn’t take the token any more (401)',
  '403': 'it doesn’t let notices in (403)',
  '404': 'there is nothing at its address any more (404)',
  '410': 'what was at its address is gone for good (410)',
  '429': 'it was asked too often (429)',
};

/** Why something didn't arrive, as the end of a sentence. */
export function whyNot(error: string): string {
  const status = /^http_(\d{3})$/.exec(error)?.[1];
  if (status) return entryOf(STATUS_WORDS, status, `it answered with ${status}`);
  return entryOf(ERROR_WORDS, error, `it said ${error}`);
}

/** How many wait and were given up, in words; nothing where there are none. */
export function backlog({ waiting, given_up }: Pick<ChannelHealthView, 'waiting' | 'given_up'>): string {
  const parts = [
    waiting > 0 ? `${counted(waiting)} waiting` : '',
    given_up > 0 ? `${counted(given_up)} given up` : '',
  ];
  return parts.filter(Boolean).join(', ');
}

const MOST_COUNTED = 200;

function counted(number: number): string {
  return number >= MOST_COUNTED ? `${String(MOST_COUNTED)} and more` : String(number);
}

/** A channel as the form holds it, without what opens it. */
export interface ChannelValues {
  name: string;
  kinds: string[];
  team_ids: string[];
  quiet_hours: number;
  on: boolean;
}

const HALF_A_DAY = 12;

export function channelValues(channel: OutsideChannel | null): ChannelValues {
  return {
    name: channel?.name ?? '',
    kinds: channel?.kinds ?? [],
    team_ids: channel?.team_ids ?? [],
    quiet_hours: channel?.quiet_hours ?? HALF_A_DAY,
    on: channel?.on ?? true,
  };
}
