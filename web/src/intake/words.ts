/** What came in, in words. */
import type { FoundIn, HoldAct, HoldCode, ImportStatus, IntakeStatus, IntakeView } from '@/api/schema';
import type { Tone } from '@/parts/Tag';

export const STATUS_WORDS: Record<IntakeStatus, { word: string; tone: Tone }> = {
  held: { word: 'Held', tone: 'watch' },
  processing: { word: 'Processing', tone: 'accent' },
  failed: { word: 'Failed', tone: 'act' },
  loaded: { word: 'Loaded', tone: 'good' },
  dismissed: { word: 'Dismissed', tone: 'neutral' },
};

/** Why something is held, in the order in which people look for it. */
export const REASON_WORDS: Record<HoldCode, string> = {
  agent_missing: 'No agent',
  agent_unknown: 'Agent unknown',
  agent_ambiguous: 'Several agents',
  queue_missing: 'No queue',
  queue_unknown: 'Queue unknown',
  date_missing: 'No date',
  date_in_future: 'Date in the future',
  end_before_start: 'Ends before it starts',
  duration_missing: 'No length',
  duplicate: 'Loaded before',
  content_missing: 'Recording or transcript missing',
  recording_not_fetched: 'Recording elsewhere',
  transcript_unread: 'Transcript of an unknown form',
  channel_unknown: 'Channel unknown',
  document_empty: 'Empty',
  document_unreadable: 'Unreadable',
  document_unsupported: 'Not an accepted kind',
  language_unsupported: 'Language not transcribed',
  transcription_failed: 'Transcription failed',
  too_large: 'Too large',
  budget_spent: 'Budget spent',
};

export const IMPORT_WORDS: Record<ImportStatus, { word: string; tone: Tone }> = {
  running: { word: 'Running', tone: 'accent' },
  finished: { word: 'Finished', tone: 'good' },
  failed: { word: 'Failed', tone: 'act' },
};

/** What leads out of a hold, where neither a field nor a button says so. */
export const ACT_WORDS: Record<HoldAct, string | null> = {
  complete: null,
  replace: null,
  drop_again:
    'Drop the file again under the same name once it is mended (a line of a bulk file: in a new file), or dismiss it.',
  wait: 'Nothing has to be done: it goes on by itself when the month is over, or within five minutes once the budget is raised under Setup › Account.',
  add: 'Drop what is missing under the same name before the dot, or dismiss it.',
};

/** The field that answers a reason, where one answer may do for every item that is held for it. */
export const FIELD_OF: Partial<Record<HoldCode, string>> = {
  agent_missing: 'agent_reference',
  agent_unknown: 'agent_reference',
  agent_ambiguous: 'agent_reference',
  queue_missing: 'queue',
  queue_unknown: 'queue',
  channel_unknown: 'channel',
  language_unsupported: 'language',
};

/** Fields that no two conversations have in common: they are filled in one by one. */
export const OF_ONE: readonly string[] = [
  'contact_reference',
  'customer_reference',
  'started_at',
  'ended_at',
  'duration_ms',
  'talk_ms',
  'hold_ms',
  'after_call_work_ms',
];

/** Reasons that tell the value that was given: each value has its own answer. */
export const TELLS_GIVEN: readonly HoldCode[] = [
  'agent_unknown',
  'agent_ambiguous',
  'queue_unknown',
  'channel_unknown',
  'language_unsupported',
];

/** Reasons whose value has a name that may be remembered. */
export const NAMED: readonly HoldCode[] = ['queue_unknown', 'channel_unknown'];

export const FOUND_WORDS: Record<FoundIn, string> = {
  person: 'filled in by a person',
  sidecar: 'from the metadata file',
  object_metadata: 'from the metadata of the upload',
  document: 'from the transcript',
  source: 'settled for the folder that it lies in',
  file_name: 'from the file name',
  account: 'from the account’s settings',
  answer: 'as it was answered before',
};

/** The file's own name, without the folder that it lies in. */
export function fileName(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** How an item is called: by its contact reference, else by its file and line. */
export function itemName(item: IntakeView): string {
  const reference = item.metadata.contact_reference;
  if (reference) return reference;
  const file = fileName(item.import_id ? (item.transcript?.key ?? item.unit_key) : item.unit_key);
  return item.line ? `${file}, line ${item.line}` : file;
}

/** Every reason why it isn't loaded, as sentences; of what is dismissed, what was said of it. */
export function sentences(item: IntakeView): string[] {
  if (item.dismissal) return [item.dismissal.reason];
  if (item.failure && item.status === 'failed') return [item.failure.sentence];
  return item.status === 'held' ? item.reasons.map(({ sentence }) => sentence) : [];
}

/** A list that changes at its front while its pages are read gives some items twice: each of them once. */
export function once<T extends { id: string }>(items: T[]): T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
