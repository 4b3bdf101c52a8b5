import { describe, expect, test } from 'vitest';
import type { Permission } from '@/api/schema';
import { placeAt, placesOf, tabAt, wayTo } from './plan';

const AGENT: Permission[] = ['interactions.view', 'evaluations.view', 'reports.view', 'coaching.view_own'];
const ALL: Permission[] = [
  ...AGENT,
  'evaluations.perform',
  'coaching.manage',
  'flags.manage',
  'people.view',
  'scorecards.view',
  'intake.manage',
  'settings.manage',
  'people.manage',
];
const agent = placesOf({ permissions: AGENT, reach: 'own' });
const admin = placesOf({ permissions: ALL, reach: 'everyone' });
const labels = (places: typeof admin) => places.map(({ label }) => label);

test('there are never more than eight places', () => {
  expect(admin.length).toBeLessThanOrEqual(8);
  expect(labels(admin)).toEqual([
    'Home',
    'Conversations',
    'Evaluations',
    'Coaching',
    'Performance',
    'Flags',
    'People',
    'Setup',
  ]);
});

test('an agent has four, and finds evaluations with how they do', () => {
  expect(labels(agent)).toEqual(['Home', 'Conversations', 'Coaching', 'Performance']);
  expect(placeAt(agent, '/evaluations/ev_1')?.label).toBe('Performance');
  expect(placeAt(admin, '/evaluations/ev_1')?.label).toBe('Evaluations');
});

test('who may nothing has Home', () => {
  expect(labels(placesOf({ permissions: [], reach: 'own' }))).toEqual(['Home']);
});

test('a place leads to the first tab that somebody has', () => {
  const [, , setup] = placesOf({ permissions: ['people.view', 'people.manage'], reach: 'everyone' });
  expect(setup && [setup.label, wayTo(setup)]).toEqual(['Setup', '/setup/account']);
});

test('an address belongs to one place, by whole steps of its path', () => {
  expect(placeAt(admin, '/')?.name).toBe('home');
  expect(placeAt(admin, '/conversations/intake/imports/im_1')?.name).toBe('conversations');
  expect(placeAt(admin, '/summaries/su_1')?.name).toBe('coaching');
  expect(placeAt(admin, '/peoples')).toBeUndefined();
  expect(placeAt(admin, '/preferences')).toBeUndefined();
});

describe('the open tab', () => {
  const open = (path: string, search: Record<string, unknown> = {}) => {
    const place = placeAt(admin, path);
    return place && tabAt(place, path, search)?.label;
  };
  test('is found by path, or by what the address carries', () => {
    expect(open('/conversations')).toBe('All');
    expect(open('/conversations/intake', { status: 'failed' })).toBe('Intake');
    expect(open('/evaluations')).toBe('Done');
    expect(open('/evaluations', { status: 'draft', open: 'ev_1' })).toBe('To do');
    expect(open('/performance', { report: 'responses' })).toBe('Responses');
    expect(open('/performance', { agent: 'us_1' })).toBe('Overview');
    expect(open('/flags', { queue: 'quality', open: 'fl_1' })).toBe('Quality');
    expect(open('/flags')).toBe('Compliance');
  });
  test('is none on the page of one thing', () => {
    expect(open('/conversations/int_1')).toBeUndefined();
    expect(open('/evaluations/ev_1')).toBeUndefined();
  });
});
