import { expect, test } from 'vitest';
import type { Answer, GivenAnswer } from '@/api/schema';
import { NOTHING, given, includes, pieces, standing, withEvidence, without } from './answers';

const answer = (over: Partial<Answer> & { question_id: string }): Answer => ({
  answered_by: 'human',
  comment: '',
  not_applicable: false,
  option_id: null,
  rationale: '',
  ...over,
});

const gave = (over: Partial<GivenAnswer> & { question_id: string }): GivenAnswer => ({
  comment: '',
  not_applicable: false,
  option_id: null,
  ...over,
});

test('what changed while it was being saved stays unsaved', () => {
  const first = gave({ question_id: 'q1', option_id: 'yes' });
  const second = gave({ question_id: 'q1', option_id: 'no' });
  const sent = { answers: { q1: first }, comment: 'one' };
  expect(without({ answers: { q1: first }, comment: 'one' }, sent)).toEqual(NOTHING);
  expect(without({ answers: { q1: second }, comment: 'one two' }, sent)).toEqual({
    answers: { q1: second },
    comment: 'one two',
  });
});

test('an answer that repeats the choice of the AI keeps its evidence', () => {
  const ai = answer({ question_id: 'q1', option_id: 'yes', answered_by: 'ai', rationale: 'said so' });
  const same = standing([ai], {
    answers: { q1: gave({ question_id: 'q1', option_id: 'yes', comment: 'right' }) },
    comment: null,
  });
  expect(same.get('q1')).toEqual({ ...ai, comment: 'right' });
  const other = standing([ai], {
    answers: { q1: gave({ question_id: 'q1', option_id: 'no' }) },
    comment: null,
  });
  expect(other.get('q1')).toMatchObject({ option_id: 'no', answered_by: 'human', rationale: '' });
});

test('a save whose answer was lost is known again', () => {
  const change = { answers: [gave({ question_id: 'q1', option_id: 'yes' })] };
  expect(includes({ answers: [answer({ question_id: 'q1', option_id: 'yes' })], comment: '' }, change)).toBe(
    true,
  );
  expect(includes({ answers: [], comment: '' }, change)).toBe(false);
  expect(includes({ answers: [], comment: '' }, { answers: [gave({ question_id: 'q1' })] })).toBe(true);
});

test('a choice keeps the comment, and N/A takes the option away', () => {
  const before = answer({ question_id: 'q1', option_id: 'yes', comment: 'noted' });
  expect(given('q1', before, { option_id: null, not_applicable: true })).toEqual({
    question_id: 'q1',
    option_id: null,
    not_applicable: true,
    comment: 'noted',
  });
});

test('evidence is put behind the comment and found again', () => {
  const comment = withEvidence('Fine.', { text: ' thank\nyou ', turnIndex: 3, startMs: 83_000 });
  expect(comment).toBe('Fine.\n“thank you” (1:23)');
  expect(pieces(comment)).toEqual([{ text: 'Fine.\n“thank you” ' }, { text: '(1:23)', ms: 83_000 }]);
  expect(pieces(withEvidence('', { text: 'hello', turnIndex: 0, startMs: null }))[1]).toEqual({
    text: '(turn 1)',
    turn: 0,
  });
  expect(pieces('at (1:23) in the morning')).toEqual([{ text: 'at (1:23) in the morning' }]);
});
