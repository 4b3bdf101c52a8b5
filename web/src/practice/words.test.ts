import { describe, expect, test } from 'vitest';
import type { AttemptView, ScenarioView } from '@/api/schema';
import { sayConversations, sayProgress, sayScore, sayWhy, standingOf, withoutSaid } from './words';

const scenario = (part: Partial<ScenarioView>) =>
  ({
    state: 'approved',
    to_review: 0,
    passed_at: null,
    best: null,
    pass_score: 80,
    scored: 0,
    ...part,
  }) as ScenarioView;
const score = (percent: number | null, passed: boolean) =>
  ({ percent, passed, earned: 0, possible: 1, option: 'Yes', by: 'ai' }) as AttemptView['score'];

describe('what is said of practice', () => {
  test('it stands as passed once, unless an attempt waits for a person', () => {
    expect(standingOf(scenario({})).word).toBe('To practise');
    expect(standingOf(scenario({ passed_at: '2026-01-01T00:00:00Z' })).word).toBe('Passed');
    expect(standingOf(scenario({ to_review: 1, passed_at: '2026-01-01T00:00:00Z' })).word).toBe(
      'An attempt waits for a person',
    );
    expect(standingOf(scenario({ state: 'later' as ScenarioView['state'] })).word).toBe('Later');
  });

  test('progress names the best score and the threshold', () => {
    expect(sayProgress(scenario({}))).toBe('Not tried yet; passes from 80%');
    expect(sayProgress(scenario({ best: 50, scored: 2 }))).toBe('Best 50%; passes from 80%');
    expect(sayProgress(scenario({ scored: 1 }))).toBe('No percentage yet; passes from 80%');
  });

  test('several conversations that it is for are counted', () => {
    const log = { log_id: 'cl_1', interaction_id: 'int_1' };
    expect(sayConversations({ logs: [log] })).toBeNull();
    expect(sayConversations({ logs: [log, log, log] })).toBe('3 conversations');
  });

  test('what was typed while the last words were on their way is still there', () => {
    expect(withoutSaid('Good morning. ', 'Good morning.')).toBe('');
    expect(withoutSaid('Good morning.\nHow may I help?', 'Good morning.')).toBe('How may I help?');
    expect(withoutSaid('Something else', 'Good morning.')).toBe('Something else');
  });

  test('a score says whether it passed, and where there is none, why', () => {
    expect(sayScore({ state: 'scored', score: score(100, true) })).toBe('100%, passed');
    expect(sayScore({ state: 'scored', score: score(null, false) })).toBe('The criterion wasn’t called for');
    expect(sayScore({ state: 'to_review', score: null })).toBe('Waits for a person');
    expect(sayWhy({ why: ['unsupported', 'something_new'] })).toContain('; something new.');
  });
});
