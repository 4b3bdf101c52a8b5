/** What is typed of a conversation that no system recorded, and what of it changes one that there is. */
import type { InteractionView, NewOffline, OfflineChange } from '@/api/schema';
import { dayOf, instantAt, wallAt } from '@/parts/times';

export interface Fields {
  agent: string | null;
  day: string | null;
  time: string;
  minutes: number;
  about: string;
  notes: string;
  reference: string;
  queue: string;
}

const MINUTE_MS = 60_000;

/** The fields as a conversation has them, or those of a new one. */
export function fieldsOf(interaction: InteractionView | undefined, notes: string, zone: string): Fields {
  const wall = interaction && wallAt(interaction.started_at, zone);
  return {
    agent: interaction?.agent_id ?? null,
    day: wall ? wall.slice(0, 10) : dayOf(new Date(), zone),
    time: wall ? wall.slice(11, 16) : '',
    minutes: Math.round((interaction?.duration_ms ?? 0) / MINUTE_MS),
    about: interaction?.inquiry[0] ?? '',
    notes,
    reference:
      interaction && interaction.contact_reference !== interaction.id ? interaction.contact_reference : '',
    queue: interaction?.queue ?? 'Offline',
  };
}

/** The conversation that is entered. */
export function newOf(fields: Fields & { agent: string; day: string }, zone: string): NewOffline {
  return {
    agent_id: fields.agent,
    started_at: instantAt(`${fields.day}T${fields.time}`, zone),
    duration_ms: fields.minutes * MINUTE_MS,
    about: fields.about.trim(),
    notes: fields.notes,
    contact_reference: fields.reference.trim() || null,
    queue: fields.queue.trim() || 'Offline',
    direction: 'unknown',
  };
}

/**
 * Of what is typed that which is otherwise than before. What the fields can't show, such as seconds and which of two hours
 * it was when clocks were put back, stays as it is where nobody changes it.
 */
export function changeOf(
  before: Fields,
  after: Fields & { agent: string; day: string },
  zone: string,
): OfflineChange {
  const made = newOf(after, zone);
  const other = (...names: (keyof Fields)[]) => names.some((name) => before[name] !== after[name]);
  return {
    ...(other('day', 'time') && { started_at: made.started_at }),
    ...(other('minutes') && { duration_ms: made.duration_ms }),
    ...(other('about') && { about: made.about }),
    ...(other('notes') && { notes: made.notes }),
    ...(other('queue') && { queue: made.queue }),
    ...(other('reference') && { contact_reference: made.contact_reference }),
  };
}
