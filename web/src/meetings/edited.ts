/** What is sent of a dialog: only what was touched in it, so that nothing of somebody else's is undone. */
import type { ActionChanges, ActionView, LineItemTarget, MeetingChanges, MeetingView } from '@/api/schema';
import { dayOf, instantAt, wallAt } from '@/parts/times';

/** When, how and where a 1-to-1 is, as its dialog holds it. */
export interface MeetingFields {
  participant: string | null;
  /** null: as the participant's name makes it. */
  title: string | null;
  day: string;
  time: string;
  minutes: number;
  kind: MeetingView['kind'];
  location: string;
  link: string;
  agenda: string;
}

const MINUTE_MS = 60_000;

export function meetingFieldsOf(meeting: MeetingView, zone: string): MeetingFields {
  return {
    participant: meeting.participant_id,
    title: meeting.title,
    day: dayOf(meeting.scheduled_at, zone),
    time: wallAt(meeting.scheduled_at, zone).slice(11),
    minutes: meeting.duration_ms / MINUTE_MS,
    kind: meeting.kind,
    location: meeting.location ?? '',
    link: meeting.link ?? '',
    agenda: meeting.agenda,
  };
}

/** The same fields as the API takes them: a place only where people meet, else a link. title: where none was typed. */
export function plannedOf(values: MeetingFields, title: string, zone: string) {
  const meets = values.kind === 'in_person';
  return {
    title: (values.title ?? title).trim(),
    kind: values.kind,
    scheduled_at: instantAt(`${values.day}T${values.time}`, zone),
    duration_ms: values.minutes * MINUTE_MS,
    location: (meets && values.location.trim()) || null,
    link: (!meets && values.link.trim()) || null,
  };
}

/**
 * With how it is held goes what doesn't hold any more: the room of what is a video now, the link of what isn't.
 *
 * @param touched the fields that somebody changed.
 * @param values all of them as they stand: a day is sent with its time.
 */
export function meetingChangesOf(
  touched: Partial<MeetingFields>,
  values: MeetingFields,
  zone: string,
): MeetingChanges {
  const { title, kind, scheduled_at, duration_ms, location, link } = plannedOf(values, '', zone);
  return {
    ...('title' in touched && { title }),
    ...('kind' in touched && { kind, ...(kind === 'in_person' ? { link } : { location }) }),
    ...(('day' in touched || 'time' in touched) && { scheduled_at }),
    ...('minutes' in touched && { duration_ms }),
    ...('location' in touched && { location }),
    ...('link' in touched && { link }),
  };
}

/** An action as its dialog holds it. */
export interface ActionFields {
  title: string;
  description: string;
  due: string;
  target: LineItemTarget | null;
}

export function actionFieldsOf(action: ActionView | null): ActionFields {
  return {
    title: action?.title ?? '',
    description: action?.description ?? '',
    due: action?.due_date ?? '',
    target: action?.target ?? null,
  };
}

/** Of an action's fields those that were touched, as the API takes them. */
export function actionChangesOf(touched: Partial<ActionFields>): ActionChanges {
  const { title, description, due, target } = touched;
  return {
    ...(title !== undefined && { title: title.trim() }),
    ...(description !== undefined && { description }),
    ...(due !== undefined && { due_date: due || null }),
    ...(target !== undefined && { target }),
  };
}
