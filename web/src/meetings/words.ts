/** The words for what a 1-to-1 and its parts are in, and what may still be written in which status. */
import type { ActionView, Goal, MeetingView } from '@/api/schema';
import type { Tone } from '@/parts/Tag';
import { entryOf } from '@/parts/words';

type Status = MeetingView['status'];
type Kind = MeetingView['kind'];

export const STATUS_WORDS: Record<Status, string> = {
  scheduled: 'Scheduled',
  in_progress: 'In progress',
  completed: 'Completed',
  acknowledged: 'Acknowledged',
  cancelled: 'Cancelled',
};

export const STATUS_TONES: Record<Status, Tone> = {
  scheduled: 'neutral',
  in_progress: 'accent',
  completed: 'good',
  acknowledged: 'good',
  cancelled: 'neutral',
};

export const KIND_WORDS: Record<Kind, string> = {
  video: 'Video',
  in_person: 'In person',
  asynchronous: 'Asynchronous',
};

export const GOAL_WORDS: Record<Goal['status'], string> = {
  open: 'Open',
  achieved: 'Achieved',
  dropped: 'Dropped',
};

/** What a 1-to-1 is called that nobody gave a name. */
export const usualTitle = (participant: string) => `1-to-1 with ${participant}`;

/** What a 1-to-1 is called to whom it is shown: nobody meets themselves. */
export function titleFor(
  meeting: Pick<MeetingView, 'title' | 'participant_id' | 'participant_name' | 'facilitator_name'>,
  me: string,
): string {
  return meeting.participant_id === me && meeting.title === usualTitle(meeting.participant_name)
    ? `Your 1-to-1 with ${meeting.facilitator_name}`
    : meeting.title;
}

/** Whom somebody meets: to its participant the facilitator, or the colleague; to everybody else the participant. */
export function otherIn(meeting: MeetingView, me: string): string {
  if (meeting.participant_id !== me) return meeting.participant_name;
  return meeting.colleague_name ?? meeting.facilitator_name;
}

/** What of a meeting is written down over time, as opposed to settled when it is scheduled. */
export const WRITTEN = ['agenda', 'notes', 'private_notes', 'goals'] as const;
export type Written = (typeof WRITTEN)[number];

export const WRITTEN_WORDS: Record<Written, string> = {
  agenda: 'Agenda',
  notes: 'Shared notes',
  private_notes: 'Private notes',
  goals: 'Goals',
};

/** The API names who may edit; which parts stay open in which status is its rule, and stands here as it is there. */
const OPEN: Record<Status, readonly Written[]> = {
  scheduled: WRITTEN,
  in_progress: WRITTEN,
  completed: ['notes', 'private_notes', 'goals'],
  acknowledged: ['private_notes', 'goals'],
  cancelled: [],
};

/** Whether the signed-in person may change a part of a meeting now. Of agreed goals only the status moves on. */
export function mayWrite(meeting: MeetingView, part: Written): boolean {
  if (!meeting.actions.includes('edit')) return false;
  if (part === 'private_notes' && meeting.private_notes === null) return false;
  return entryOf(OPEN, meeting.status, []).includes(part);
}

/** Whether when, where and how can still change. */
export function mayReschedule(meeting: MeetingView): boolean {
  return meeting.actions.includes('edit') && ['scheduled', 'in_progress'].includes(meeting.status);
}

/** An action's state in a word: overdue comes before open. */
export function stateOf(action: ActionView): { word: string; tone: Tone } {
  if (action.status === 'completed') return { word: 'Completed', tone: 'good' };
  return action.overdue ? { word: 'Overdue', tone: 'act' } : { word: 'Open', tone: 'neutral' };
}
