import { expect, test } from 'vitest';
import type { MeetingView } from '@/api/schema';
import { actionChangesOf, meetingChangesOf, meetingFieldsOf, plannedOf } from './edited';

const ZONE = 'Europe/Berlin';
const meeting = {
  participant_id: 'us_1',
  title: 'About calls',
  scheduled_at: '2030-07-05T08:00:30Z',
  duration_ms: 30 * 60_000,
  kind: 'video',
  location: null,
  link: 'https://meet.example/1',
  agenda: '',
} as unknown as MeetingView;
const base = meetingFieldsOf(meeting, ZONE);

test('of a 1-to-1 only what was touched is sent', () => {
  expect(base).toMatchObject({ day: '2030-07-05', time: '10:00', minutes: 30, location: '' });
  expect(meetingChangesOf({}, base, ZONE)).toEqual({});
  expect(meetingChangesOf({ title: ' Calls ' }, { ...base, title: ' Calls ' }, ZONE)).toEqual({
    title: 'Calls',
  });
  expect(meetingChangesOf({ link: ' ' }, { ...base, link: ' ' }, ZONE)).toEqual({ link: null });
});

test('a day that was touched goes with the time as it stands, and the other way round', () => {
  const day = meetingChangesOf({ day: '2030-12-05' }, { ...base, day: '2030-12-05' }, ZONE);
  expect(day).toEqual({ scheduled_at: '2030-12-05T09:00:00.000Z' });
  const time = meetingChangesOf({ time: '11:15' }, { ...base, time: '11:15' }, ZONE);
  expect(time).toEqual({ scheduled_at: '2030-07-05T09:15:00.000Z' });
});

test('a 1-to-1 that is held otherwise leaves its room or its link behind', () => {
  const room = { ...base, kind: 'in_person', location: 'Room 4' } as const;
  expect(meetingChangesOf({ kind: 'video' }, { ...room, kind: 'video' }, ZONE)).toEqual({
    kind: 'video',
    location: null,
  });
  expect(meetingChangesOf({ kind: 'in_person', location: 'Room 4' }, room, ZONE)).toEqual({
    kind: 'in_person',
    location: 'Room 4',
    link: null,
  });
  expect(plannedOf({ ...room, kind: 'asynchronous' }, '', ZONE)).toMatchObject({
    location: null,
    link: 'https://meet.example/1',
  });
});

test('a new 1-to-1 is called as its participant makes it until a title is typed', () => {
  expect(plannedOf({ ...base, title: null }, '1-to-1 with Ada', ZONE).title).toBe('1-to-1 with Ada');
  expect(plannedOf({ ...base, title: 'Calls ' }, '1-to-1 with Ada', ZONE).title).toBe('Calls');
});

test('of an action only what was touched is sent, and what was emptied too', () => {
  expect(actionChangesOf({})).toEqual({});
  expect(actionChangesOf({ title: ' Listen ' })).toEqual({ title: 'Listen' });
  expect(actionChangesOf({ due: '', target: null, description: '' })).toEqual({
    due_date: null,
    target: null,
    description: '',
  });
});
