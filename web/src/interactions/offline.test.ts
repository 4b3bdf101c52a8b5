import { expect, test } from 'vitest';
import type { InteractionView } from '@/api/schema';
import { changeOf, fieldsOf, newOf } from './offline';

const ZONE = 'Europe/Berlin';
// The second 02:30 of the night in which clocks are put back, with seconds; a minute and a half long.
const KNOWN = {
  id: 'int_1',
  agent_id: 'us_1',
  started_at: '2026-10-25T01:30:42.000Z',
  duration_ms: 90_000,
  inquiry: ['A visit'],
  contact_reference: 'VISIT-1',
  queue: 'North',
} as unknown as InteractionView;

const typed = (by: object = {}) => ({
  ...fieldsOf(KNOWN, 'Said', ZONE),
  agent: 'us_1',
  day: '2026-10-25',
  ...by,
});

test('what nobody changed stays as it is, also what the fields cannot show', () => {
  const before = fieldsOf(KNOWN, 'Said', ZONE);
  expect(before).toMatchObject({ day: '2026-10-25', time: '02:30', minutes: 2 });
  expect(changeOf(before, typed(), ZONE)).toEqual({});
  expect(changeOf(before, typed({ about: ' Another ' }), ZONE)).toEqual({ about: 'Another' });
  expect(changeOf(before, typed({ notes: '' }), ZONE)).toEqual({ notes: '' });
});

test('what is changed is told, and a reference that is taken away too', () => {
  const before = fieldsOf(KNOWN, 'Said', ZONE);
  expect(changeOf(before, typed({ time: '09:00', minutes: 3, reference: '' }), ZONE)).toEqual({
    started_at: '2026-10-25T08:00:00.000Z',
    duration_ms: 180_000,
    contact_reference: null,
  });
});

test('a new one says all of it', () => {
  expect(newOf({ ...typed(), queue: ' ', reference: '' }, ZONE)).toMatchObject({
    agent_id: 'us_1',
    duration_ms: 120_000,
    contact_reference: null,
    queue: 'Offline',
    direction: 'unknown',
  });
});
