import { expect, test } from 'vitest';
import type { MeetingView } from '@/api/schema';
import { clashesOf } from './clashes';

const HALF = 30 * 60_000;
const SLOT = { at: '2030-07-08T08:00:00Z', ms: HALF };

function meeting(id: string, at: string, rest: Partial<MeetingView> = {}): MeetingView {
  const known = { id, scheduled_at: at, duration_ms: HALF, status: 'scheduled', kind: 'video' };
  return { ...known, ...rest } as unknown as MeetingView;
}

test('what overlaps clashes, what only touches does not', () => {
  const all = [
    meeting('within', '2030-07-08T08:10:00Z', { duration_ms: 300_000 }),
    meeting('around', '2030-07-08T07:00:00Z', { duration_ms: 3 * 3_600_000 }),
    meeting('before', '2030-07-08T07:30:00Z'),
    meeting('after', '2030-07-08T08:30:00Z'),
    meeting('same', '2030-07-08T08:00:00Z'),
  ];
  expect(clashesOf(all, SLOT).map(({ id }) => id)).toEqual(['around', 'same', 'within']);
});

test('each is named once, and neither the one that is moved nor one that is over', () => {
  const all = [
    meeting('own', SLOT.at),
    meeting('twice', SLOT.at),
    meeting('twice', SLOT.at),
    meeting('done', SLOT.at, { status: 'completed' }),
    meeting('off', SLOT.at, { status: 'cancelled' }),
    meeting('written', SLOT.at, { kind: 'asynchronous' }),
    meeting('running', SLOT.at, { status: 'in_progress' }),
  ];
  expect(clashesOf(all, { ...SLOT, except: 'own' }).map(({ id }) => id)).toEqual(['twice', 'running']);
});
