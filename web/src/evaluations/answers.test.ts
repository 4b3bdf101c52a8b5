import { expect, test } from 'vitest';
import type { Answer, Question, VerifiedQuote } from '@/api/schema';
import {
  NOTHING,
  asSeen,
  beginning,
  changeOf,
  changed,
  choicesIn,
  given,
  includes,
  missing,
  standing,
  without,
  type OwnAnswer,
} from './answers';

const answer = (over: Partial<Answer> & { question_id: string }): Answer => ({
  answered_by: 'human',
  comment: '',
  not_applicable: false,
  option_id: null,
  rationale: '',
  unsupported: false,
  unchecked: false,
  no_opportunity: false,
  ...over,
});

const SORRY: VerifiedQuote = { text: 'I am sorry.', turn_index: 3, start_ms: 83_000, speaker: 'agent' };

const gave = (over: Partial<OwnAnswer> & { question_id: string }): OwnAnswer => ({
  comment: '',
  not_applicable: false,
  option_id: null,
  quote: null,
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

test('what came while it was being completed wasn’t seen', () => {
  const mine = answer({ question_id: 'q1', option_id: 'yes' });
  const seen = standing([mine], NOTHING);
  expect(asSeen(seen, [mine])).toBe(true);
  expect(asSeen(seen, [{ ...mine, comment: 'so it is' }])).toBe(true);
  expect(asSeen(seen, [mine, answer({ question_id: 'q2' })])).toBe(true);
  expect(asSeen(seen, [mine, answer({ question_id: 'q2', option_id: 'no', answered_by: 'ai' })])).toBe(false);
  expect(asSeen(seen, [{ ...mine, option_id: 'no' }])).toBe(false);
  expect(asSeen(seen, [])).toBe(false);
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

test('whoever repeats a doubtful choice of the AI has decided it, once it is saved', () => {
  const doubtful = answer({ question_id: 'q1', option_id: 'yes', answered_by: 'ai', unsupported: true });
  const agreed = gave({ question_id: 'q1', option_id: 'yes', agrees: true });
  const unsaved = { answers: { q1: agreed }, comment: null };
  expect(standing([doubtful], unsaved).get('q1')).toMatchObject({ answered_by: 'ai', unsupported: false });
  expect(changed({ answers: [doubtful], comment: '' }, unsaved)).toEqual(unsaved);
  expect(includes({ answers: [{ ...doubtful, unsupported: false }], comment: '' }, changeOf(unsaved))).toBe(
    true,
  );
});

test('a remark on a doubtful answer of the AI decides nothing, before and after it is agreed with', () => {
  const doubtful = answer({ question_id: 'q1', option_id: 'yes', answered_by: 'ai', unchecked: true });
  const remarked = given('q1', doubtful, { comment: 'Is that so?' });
  const stands = standing([doubtful], { answers: { q1: remarked }, comment: null }).get('q1');
  expect(stands).toMatchObject({ answered_by: 'ai', unchecked: true, comment: 'Is that so?' });
  const saved = { answers: [{ ...doubtful, comment: 'Is that so?' }], comment: '' };
  expect(includes(saved, changeOf({ answers: { q1: remarked }, comment: null }))).toBe(true);
  const agreed = given('q1', stands, { option_id: 'yes', not_applicable: false }, remarked.agrees);
  const more = given('q1', stands, { comment: 'It is.' }, agreed.agrees);
  expect([remarked.agrees, agreed.agrees, more.agrees]).toEqual([false, true, true]);
  expect(includes(saved, changeOf({ answers: { q1: agreed }, comment: null }))).toBe(false);
});

test('a save whose answer was lost is known again', () => {
  const change = changeOf({ answers: { q1: gave({ question_id: 'q1', option_id: 'yes' }) }, comment: null });
  expect(includes({ answers: [answer({ question_id: 'q1', option_id: 'yes' })], comment: '' }, change)).toBe(
    true,
  );
  expect(includes({ answers: [], comment: '' }, change)).toBe(false);
  const nothing = changeOf({ answers: { q1: gave({ question_id: 'q1' }) }, comment: null });
  expect(includes({ answers: [], comment: '' }, nothing)).toBe(true);
});

test('a save with evidence is known again by its words, however the transcript points them', () => {
  const sent = changeOf({
    answers: { q1: gave({ question_id: 'q1', quote: { ...SORRY, text: 'I am sorry' } }) },
    comment: null,
  });
  expect(sent.answers[0]?.quote).toEqual({ turn_index: 3, text: 'I am sorry' });
  const kept = (quote: VerifiedQuote | null) => ({
    answers: [answer({ question_id: 'q1', quote })],
    comment: '',
  });
  expect(includes(kept(SORRY), sent)).toBe(true);
  expect(includes(kept({ ...SORRY, turn_index: 4 }), sent)).toBe(false);
  expect(includes(kept({ ...SORRY, text: 'Sorry.' }), sent)).toBe(false);
  expect(includes(kept(null), sent)).toBe(false);
  expect(
    includes(kept(SORRY), changeOf({ answers: { q1: gave({ question_id: 'q1' }) }, comment: null })),
  ).toBe(false);
});

test('evidence over an answer of the AI is known to be saved only once the answer is one’s own', () => {
  const ai = answer({ question_id: 'q1', option_id: 'yes', answered_by: 'ai', quote: SORRY });
  const own = given('q1', ai, { quote: { ...SORRY, turn_index: 5 } });
  const sent = changeOf({ answers: { q1: own }, comment: null });
  expect(includes({ answers: [ai], comment: '' }, sent)).toBe(false);
  expect(includes({ answers: [{ ...ai, quote: own.quote, answered_by: 'human' }], comment: '' }, sent)).toBe(
    true,
  );
});

test('what is as it was is no change', () => {
  const saved = { answers: [answer({ question_id: 'q1', option_id: 'yes' })], comment: 'Fine.' };
  const q1 = gave({ question_id: 'q1', option_id: 'yes' });
  const q2 = gave({ question_id: 'q2', option_id: 'no' });
  expect(changed(saved, { answers: { q1, q2 }, comment: 'Fine.' })).toEqual({
    answers: { q2 },
    comment: null,
  });
  const proven = { ...q1, quote: SORRY };
  expect(changed(saved, { answers: { q1: proven }, comment: null }).answers).toEqual({ q1: proven });
});

test('a choice keeps comment and evidence, and N/A takes the option away', () => {
  const before = answer({ question_id: 'q1', option_id: 'yes', comment: 'noted', quote: SORRY });
  expect(given('q1', before, { option_id: null, not_applicable: true })).toEqual({
    question_id: 'q1',
    option_id: null,
    not_applicable: true,
    comment: 'noted',
    quote: SORRY,
    agrees: true,
  });
});

test('evidence of one’s own makes an answer of the AI one’s own, and its evidence is never taken over', () => {
  const ai = answer({
    question_id: 'q1',
    option_id: 'yes',
    answered_by: 'ai',
    rationale: 'so',
    quote: SORRY,
  });
  expect(given('q1', ai, { option_id: 'no' }).quote).toBeNull();
  const own = { ...SORRY, turn_index: 5 };
  const now = standing([ai], { answers: { q1: given('q1', ai, { quote: own }) }, comment: null });
  expect(now.get('q1')).toMatchObject({ option_id: 'yes', answered_by: 'human', rationale: '', quote: own });
});

test('only choices that differ are scored anew, in whatever order they were made', () => {
  const saved = [
    answer({ question_id: 'q1', option_id: 'yes' }),
    answer({ question_id: 'q2', option_id: 'no' }),
  ];
  const q1 = gave({ question_id: 'q1', option_id: 'no', comment: 'why', quote: SORRY });
  const q2 = gave({ question_id: 'q2', option_id: 'no', comment: 'only a comment' });
  const q3 = gave({ question_id: 'q3', not_applicable: true });
  const one = choicesIn(saved, { answers: { q1, q2, q3 }, comment: 'all' });
  expect(one).toEqual(choicesIn(saved, { answers: { q3, q1 }, comment: null }));
  expect(one).toEqual([
    { question_id: 'q1', option_id: 'no', not_applicable: false, comment: '', agrees: false },
    { question_id: 'q3', option_id: null, not_applicable: true, comment: '', agrees: false },
  ]);
});

test('an answer that needs a comment is missing without one, unless the AI gave it', () => {
  const question = { ...({} as Question), id: 'q1', required: false, require_comment: true };
  const asked = [{ question, section: 'Opening', number: 1 }];
  const open = (over?: Partial<Answer>) =>
    missing(asked, new Map(over ? [['q1', answer({ question_id: 'q1', ...over })]] : [])).length;
  expect(open()).toBe(0);
  expect(open({ option_id: 'no' })).toBe(1);
  expect(open({ not_applicable: true, comment: '  ' })).toBe(1);
  expect(open({ option_id: 'no', comment: 'Nothing was said' })).toBe(0);
  expect(open({ option_id: 'no', answered_by: 'ai' })).toBe(0);
});

test('one begins where one was sent, else at what is open, else at what the AI leaves to a person', () => {
  const questions = ['q1', 'q2', 'q3'].map((id, at) => ({
    question: { id } as Question,
    section: 'Opening',
    number: at + 1,
  }));
  const all = (over: Partial<Answer>, of = 'q2') =>
    new Map(
      questions.map(({ question: { id } }) => [
        id,
        answer({ question_id: id, option_id: 'yes', ...(id === of && over) }),
      ]),
    );
  expect(beginning(questions, all({}), 'q3')).toBe(2);
  expect(beginning(questions, all({ option_id: null }), undefined)).toBe(1);
  expect(beginning(questions, all({ unsupported: true }, 'q3'), undefined)).toBe(2);
  expect(beginning(questions, all({ unchecked: true }), undefined)).toBe(1);
  expect(beginning(questions, all({}), undefined)).toBe(0);
});
