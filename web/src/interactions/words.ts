/** What is known of an interaction, in words. */
import type {
  Channel,
  Direction,
  FindingKind,
  InstructionKind,
  LeftOut,
  Origin,
  Roles,
  RolesFrom,
  SourceFormat,
} from '@/api/schema';
import type { Tone } from '@/parts/Tag';
import { trim } from '@/parts/numbers';
import { sayDuration } from '@/parts/times';
import { wordOf } from '@/parts/words';
import type { OUTCOMES } from './addresses';

export const CHANNEL_WORDS: Record<Channel, string> = {
  voice: 'Voice',
  chat: 'Chat',
  email: 'E-mail',
  offline: 'Offline',
};

/** What a conversation may have come to, as a filter of the list has it. */
export const OUTCOME_WORDS: Record<(typeof OUTCOMES)[number], string> = {
  resolved: 'Resolved',
  not_resolved: 'Not resolved',
  repeated: 'Came back with the same matter',
  not_repeated: 'Not about an earlier matter',
  customer_positive: 'Customer positive',
  customer_neutral: 'Customer neutral',
  customer_negative: 'Customer negative',
  promoter: 'Promoter (xNPS 9–10)',
  passive: 'Passive (xNPS 7–8)',
  detractor: 'Detractor (xNPS 0–6)',
};

export const DIRECTION_WORDS: Record<Direction, string> = {
  inbound: 'inbound',
  outbound: 'outbound',
  unknown: '',
};

export const ORIGIN_WORDS: Record<Origin, string> = {
  model: 'Model',
  vendor: 'Vendor',
  computed: 'Computed',
  customer_survey: 'Customer survey',
};

export const FORMAT_WORDS: Record<SourceFormat, string> = {
  transcribe_call_analytics: 'Amazon Transcribe Call Analytics',
  contact_lens_voice: 'Contact Lens, voice',
  contact_lens_chat: 'Contact Lens, chat',
  transcribe_standard: 'Amazon Transcribe',
  vcon: 'vCon',
  webvtt: 'WebVTT',
  connect_chat: 'Amazon Connect, chat',
  genesys: 'Genesys Cloud',
  deepgram: 'Deepgram',
  whisper: 'Whisper',
  twilio: 'Twilio',
  bedrock_data_automation: 'Amazon Bedrock Data Automation',
  teams: 'Microsoft Teams',
  webex: 'Webex',
  zoom: 'Zoom',
  wtf: 'WTF',
  sidecar: 'Metadata file',
  audio: 'Recording',
  notes: 'Entered by hand',
};

/** What tells who of a conversation is the agent; where that is a guess, it is said. */
export const ROLES_WORDS: Record<RolesFrom, string> = {
  person: 'said by a person',
  document: 'told by what came in',
  name: 'told by the agent’s name',
  metadata: 'told by its metadata',
  source: 'settled for where it comes from',
  account: 'told by the account’s settings',
  dialling: 'told by who called',
  wording: 'a guess by the wording; agent and customer may be the wrong way round',
  first_channel: 'a guess: the first channel was taken as the agent’s',
  unknown: 'not told',
};

/** Who is who, in words. Who called tells it only where the direction of the call is known. */
export function rolesWords({ basis, guessed }: Roles): string {
  return basis === 'dialling' && guessed ? 'a guess by who called' : wordOf(ROLES_WORDS, basis);
}

/** What a vendor's own analysis points at. */
export const FINDING_WORDS: Record<FindingKind, string> = {
  issue: 'Issues',
  outcome: 'Outcomes',
  action_item: 'Action items',
  interruption: 'Interruptions',
  silence: 'Silences',
};

/**
 * What a vendor measured, in words: `contact_lens.voice.TalkTimePercentage` is "Talk time percentage",
 * `contact_lens.measures.silence_ms` "Silence", since the value beside it says its unit.
 */
export function vendorName(name: string): string {
  const words = name
    .slice(name.lastIndexOf('.') + 1)
    .replace(IN_MS, '')
    .replaceAll('_', ' ')
    .replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A vendor's value: a length of time as people say it. */
export function vendorValue(name: string, value: boolean | number | string): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'number' && IN_MS.test(name) ? sayDuration(value) : String(value);
}

const IN_MS = /(?:_ms|(?<=[a-z])Millis)$/;

/** Where a value comes from, as its name in the data may be said: "transcribe_call_analytics" has a proper one. */
export function sourceWords(source: string): string {
  return (FORMAT_WORDS as Record<string, string | undefined>)[source] ?? source.replaceAll('_', ' ');
}

/** A sentiment from -5 to 5 in a word. */
export function sentiment(score: number): { word: string; tone: Tone } {
  if (score <= -2.5) return { word: 'Very negative', tone: 'act' };
  if (score <= -0.5) return { word: 'Negative', tone: 'watch' };
  if (score < 0.5) return { word: 'Neutral', tone: 'neutral' };
  if (score < 2.5) return { word: 'Positive', tone: 'good' };
  return { word: 'Very positive', tone: 'good' };
}

/** "+1.1", "−1.7", "0". */
export function signed(score: number): string {
  const value = trim(Math.abs(score));
  return score > 0 ? `+${value}` : score < 0 ? `−${value}` : '0';
}

/** What a customer who answers so is called. */
export function promoter(xnps: number): string {
  return xnps <= 6 ? 'detractor' : xnps <= 8 ? 'passive' : 'promoter';
}

/** "British English" for en-GB; the code itself where nobody knows it. */
export function languageWords(code: string): string {
  try {
    return new Intl.DisplayNames('en-GB', { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Only a web address may be gone to; anything else that came with a conversation is text. */
export function webAddress(given: string): string | undefined {
  return /^https?:\/\//i.test(given) && URL.canParse(given) ? given : undefined;
}

/** In what way a text speaks to the AI. */
export const KIND_WORDS: Record<InstructionKind, string> = {
  override: 'to ignore its instructions',
  demand: 'asks for a result',
  role: 'gives it another role',
  message: 'poses as a message of a system or tool',
  breakout: 'marks or code of prompts',
  turn: 'poses as turns of the conversation',
  authority: 'says that somebody important wants it',
  result: 'poses as the evaluation',
  wording: 'dictates what is to be written',
  disclosure: 'asks for what the AI was told',
  markup: 'active code',
  disguise: 'hidden from people',
};

/** Why something that the AI wrote was left out. */
export const FAULT_WORDS: Record<LeftOut['reason'], string> = {
  too_long: 'too long',
  instruction: 'an instruction',
  markup: 'markup or an address',
  unproven_quote: 'words that nobody said',
  number: 'a number that nobody said',
  score: 'a score',
  comparison: 'a comparison with other people',
  person: 'words about the agent as a person',
  name: 'a name that nobody said',
  too_many: 'more than is kept',
};
