import { expect, test } from 'vitest';
import type { NewContent, Section } from '@/api/schema';
import {
  copyOf,
  evenly,
  newId,
  newOption,
  newQuestion,
  newSection,
  ofFormat,
  ofKind,
  pointsOf,
  questionMoved,
  stepOf,
  weightTotal,
  withDraft,
} from './editing';

const section = (id: string, ...questions: string[]): Section => ({
  id,
  title: id,
  description: '',
  weight: 0,
  questions: questions.map((each) => ({ ...newQuestion('yes_no'), id: each })),
});
const content = (...sections: Section[]): NewContent => ({
  format: 'percentage',
  pass_mark: 80,
  section_auto_fail_rule: 'zero',
  start_automatically: false,
  sections,
});
const order = (sections: Section[]) =>
  sections.map(({ questions }) => questions.map(({ id }) => id).join(' '));

test('ids are as long as the API makes them, and each is another', () => {
  const made = new Set(Array.from({ length: 100 }, () => newId('qn')));
  expect(made.size).toBe(100);
  for (const id of made) expect(id).toMatch(/^qn_[0-9A-HJKMNP-TV-Z]{26}$/);
});

test('weights that are shared evenly total exactly 100', () => {
  for (let count = 1; count <= 50; count += 1) {
    const sections = evenly(Array.from({ length: count }, (_, at) => section(`s${at}`)));
    expect(weightTotal({ sections })).toBe(100);
  }
  expect(evenly([section('a'), section('b'), section('c')]).map(({ weight }) => weight)).toEqual([
    33.34, 33.33, 33.33,
  ]);
  expect(evenly([])).toEqual([]);
});

test('weights add up as they are written', () => {
  const tenths = [0.1, 0.2, 99.7].map((weight, at) => ({ ...section(`s${at}`), weight }));
  expect(weightTotal({ sections: tenths })).toBe(100);
  expect(newSection(content({ ...section('a'), weight: 60.1 })).weight).toBe(39.9);
});

test('points of questions add up with their weights', () => {
  const [first, second] = [newQuestion('yes_no'), { ...newQuestion('rating_scale'), weight: 1.5 }];
  expect(pointsOf([first, second])).toBe(7);
});

test('a question is moved within its section and over its edges', () => {
  const sections = [section('a', '1', '2'), section('b'), section('c', '3')];
  const walk = (from: { section: number; place: number }, by: 1 | -1) => {
    const to = stepOf(sections, from, by);
    return to && order(questionMoved(sections, from, to));
  };
  expect(walk({ section: 0, place: 0 }, 1)).toEqual(['2 1', '', '3']);
  expect(walk({ section: 0, place: 1 }, 1)).toEqual(['1', '2', '3']);
  expect(walk({ section: 2, place: 0 }, -1)).toEqual(['1 2', '3', '']);
  expect(walk({ section: 0, place: 0 }, -1)).toBeNull();
  expect(walk({ section: 2, place: 0 }, 1)).toBeNull();
});

test('another kind keeps what the answers say', () => {
  const scale = newQuestion('rating_scale');
  const before = { ...scale, default_option_id: scale.options[1]?.id ?? null };
  const plain = ofKind(before, 'single_choice');
  expect(plain.options.map(({ label, value }) => [label, value])).toEqual(
    ['1', '2', '3', '4', '5'].map((label) => [label, null]),
  );
  expect(plain.default_option_id).toBe(before.default_option_id);
  const asked = ofKind(before, 'yes_no');
  expect(asked.options.map(({ id, label, points }) => [id, label, points])).toEqual([
    ['yes', 'Yes', 0],
    ['no', 'No', 1],
  ]);
  expect(asked.default_option_id).toBe('no');
  const back = ofKind({ ...asked, answerer: 'ai', check: 'exact_match' }, 'rating_scale');
  expect(back.options.map(({ value }) => value)).toEqual([2, 1]);
  expect(back.options.some(({ id }) => id === 'yes')).toBe(false);
  expect([back.check, back.phrases]).toEqual(['intent', null]);
});

test('a copy has ids of its own and the same preselected answer', () => {
  const choice = newQuestion('single_choice');
  const copy = copyOf({ ...choice, default_option_id: choice.options[1]?.id ?? null });
  expect(copy.id).not.toBe(choice.id);
  expect(copy.default_option_id).toBe(copy.options[1]?.id);
  expect(copy.options[1]?.id).not.toBe(choice.options[1]?.id);
  expect(copyOf(newQuestion('yes_no')).options.map(({ id }) => id)).toEqual(['yes', 'no']);
});

test('a scale goes on with its next place', () => {
  expect(newOption(newQuestion('rating_scale'))).toMatchObject({ value: 6, label: '6', points: 0 });
  expect(newOption(newQuestion('single_choice'))).toMatchObject({ value: null, label: '' });
});

test('sections have weights in percentage scorecards alone', () => {
  const points = ofFormat(content(section('a'), section('b')), 'points');
  expect(points.sections.map(({ weight }) => weight)).toEqual([null, null]);
  expect(ofFormat(points, 'percentage').sections.map(({ weight }) => weight)).toEqual([50, 50]);
});

test('a draft of a question says otherwise only what it has words for', () => {
  const question = { ...newQuestion('yes_no'), text: 'Greeted?', good: 'By name' };
  const content = {
    sections: [{ id: 'se', title: '', description: '', weight: 100, questions: [question] }],
  } as unknown as Parameters<typeof withDraft>[0];
  const draft = {
    question_id: question.id,
    words: ['text'],
    text: 'Greeted by name?',
    good: 'What was good then',
  } as unknown as Parameters<typeof withDraft>[1];
  const [after] = withDraft(content, draft).sections[0]?.questions ?? [];
  expect(after).toEqual({ ...question, text: 'Greeted by name?' });
  expect(withDraft(content, { ...draft, question_id: 'gone' })).toEqual(content);
});
