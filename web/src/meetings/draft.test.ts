import { describe, expect, it } from 'vitest';
import type { MeetingView } from '@/api/schema';
import { changesOf, contested, leftOver, sendable, shown, written, type Draft } from './draft';

const meeting: MeetingView = {
  id: 'mt_1',
  revision: 1,
  title: '1-to-1',
  facilitator_id: 'us_1',
  facilitator_name: 'F',
  participant_id: 'us_2',
  participant_name: 'P',
  colleague_name: null,
  kind: 'video',
  scheduled_at: '2026-05-01T10:00:00Z',
  duration_ms: 1_800_000,
  agenda: 'as planned',
  notes: '',
  private_notes: '',
  goals: [{ id: 'go_1', text: 'Listen', status: 'open' }],
  status: 'in_progress',
  history: [],
  sequence: 0,
  created_by: 'us_1',
  created_at: '2026-04-01T10:00:00Z',
  summary_id: null,
  actions: ['edit'],
};

describe('a draft over a meeting', () => {
  it('is shown over what is saved, and is nothing once it is the same again', () => {
    const draft = written(meeting, {}, 'notes', 'first');
    expect(shown(meeting, draft).notes).toBe('first');
    expect(shown(meeting, draft).agenda).toBe('as planned');
    expect(written(meeting, draft, 'notes', '')).toEqual({});
  });

  it('is contested only where somebody else wrote in the same part', () => {
    const draft = written(meeting, written(meeting, {}, 'notes', 'mine'), 'agenda', 'mine too');
    const later = { ...meeting, notes: 'theirs' };
    expect(contested(later, draft)).toEqual(['notes']);
    expect(changesOf(sendable(later, draft))).toEqual({ agenda: 'mine too' });
  });

  it('is contested where the status no longer lets it change', () => {
    const draft = written(meeting, {}, 'agenda', 'late');
    expect(contested({ ...meeting, status: 'completed' }, draft)).toEqual(['agenda']);
  });

  it('leaves what was typed while it was being saved', () => {
    const sent = written(meeting, {}, 'notes', 'one');
    const typed = written(meeting, sent, 'notes', 'one two');
    const saved = { ...meeting, notes: 'one', revision: 2 };
    const left = leftOver(saved, typed, sent);
    expect(left).toEqual({ notes: { mine: 'one two', base: 'one' } });
    expect(contested(saved, left)).toEqual([]);
    expect(leftOver(saved, sent, sent)).toEqual({});
  });

  it('lets new goals keep the ids they were given, and waits for goals without words', () => {
    const fresh = { key: 'a', id: null, text: 'Ask', status: 'open' as const };
    const goals = shown(meeting, {}).goals;
    const sent = written(meeting, {}, 'goals', [...goals, fresh]);
    const typed = written(meeting, sent, 'goals', [...goals, { ...fresh, text: 'Ask first' }]);
    const saved: MeetingView = {
      ...meeting,
      goals: [...meeting.goals, { id: 'go_2', text: 'Ask', status: 'open' }],
    };
    expect(leftOver(saved, typed, sent).goals?.mine.map((goal) => goal.id)).toEqual(['go_1', 'go_2']);
    const empty: Draft = written(meeting, {}, 'goals', [...goals, { ...fresh, text: ' ' }]);
    expect(sendable(meeting, empty)).toEqual({});
  });
});
