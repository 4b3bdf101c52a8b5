import { expect, test } from 'vitest';
import type { Chip, Fact, LineItem, Passage, Report, Week } from '@/api/schema';
import {
  leftLastTime,
  makesABand,
  makesALine,
  namesIt,
  printed,
  questionOf,
  rated,
  shortened,
  thinNote,
  tooFew,
} from './reading';

const week = (average: number | null, half = 5): Week => ({
  first_day: '2026-01-01',
  last_day: '2026-01-07',
  average,
  sample: 9,
  low: average === null ? null : average - half,
  high: average === null ? null : average + half,
});
const item = (text: string, low: number | null): LineItem => ({
  fact_id: text,
  text,
  scorecard_id: 'sc',
  question_id: text,
  passed: 3,
  applicable: 4,
  low,
  high: low,
});
const passage = (text: string, computed: boolean): Passage => ({
  spans: [{ text }],
  text,
  edited: false,
  computed,
});
const section = (line_items: LineItem[], passages: Passage[] = []) => ({ line_items, passages, chips: [] });

test('two dots make no line, and neither do three that nothing joins', () => {
  expect(makesALine([week(80), week(70)])).toBe(false);
  expect(makesALine([week(80), week(70), week(75)])).toBe(true);
  expect(makesALine([week(80), week(null), week(70), week(null), week(75)])).toBe(false);
});

test('a band is drawn only between two weeks in a row that have an interval', () => {
  expect(makesABand([week(80), week(null), week(70), week(75)])).toBe(true);
  expect(makesABand([week(80), week(null), week(70)])).toBe(false);
  expect(makesABand([{ ...week(80), low: null }, week(70)])).toBe(false);
});

test('without data the same is said once, and nothing is concluded', () => {
  const note = passage('Not enough data.', true);
  const report = { strengths: section([], [note]), development: section([], [note]) } as unknown as Report;
  expect(thinNote(report)).toBe('Not enough data.');
  const own = section([], [passage('Not enough data.', false)]);
  expect(thinNote({ ...report, strengths: own })).toBeNull();
  expect(thinNote({ ...report, development: section([item('Recap', 10)]) })).toBeNull();
});

test('line items without a rate are concluded of in no report, however old', () => {
  const [many, few] = [item('Greeting', 60), item('Recap', null)];
  const report = { strengths: section([many, few]), development: section([]), too_few: [item('Hold', null)] };
  expect(rated(report.strengths.line_items)).toEqual([many]);
  expect(tooFew(report as unknown as Report).map(({ text }) => text)).toEqual(['Hold', 'Recap']);
});

test('what last time left is told by kind', () => {
  const sources = { previous_meeting: { available: 6, analysed: 6, note: '' } };
  const session = { goals: ['a', 'b'], actions: [1, 2, 3, 4] };
  const told = (report: unknown) => leftLastTime({ report, sources } as Parameters<typeof leftLastTime>[0]);
  expect(told({ previous_session: session })).toBe('2 goals, 4 actions');
  expect(told(null)).toBe('6 goals and actions');
});

test('a minus is a minus', () => {
  expect(printed('-0.1')).toBe('−0.1');
  expect(printed('+0.1')).toBe('+0.1');
  expect(printed('5 min')).toBe('5 min');
});

test('a chip repeats nothing of a conversation that the text above it names', () => {
  const told = {
    ...passage('Listen to the call of 10 Mar (C-1).', false),
    spans: [{ text: 'C-1', evaluation_id: 'ev_1' }],
  };
  expect(namesIt([passage('Practise it.', false), told], 'ev_1')).toBe(true);
  expect(namesIt([told], 'ev_2')).toBe(false);
  const chip: Chip = {
    evaluation_id: 'ev_1',
    interaction_id: 'int_1',
    contact_reference: 'C-1',
    channel: 'voice',
    heading: 'Late delivery',
    started_at: '2026-03-10T09:00:00.000Z',
    score: '81%',
    note: passage('Recap was missed here.', true),
  };
  expect(shortened(chip)).toMatchObject({
    contact_reference: 'C-1',
    score: '81%',
    heading: '',
    started_at: null,
  });
});

test('a text opens its evaluations at the one question that it is about', () => {
  const facts = new Map(
    [
      { id: 'F1', question_id: 'recap' },
      { id: 'F2', question_id: 'recap' },
      { id: 'F3', question_id: 'greeting' },
      { id: 'F4', question_id: null },
    ].map((fact) => [fact.id, fact as Fact]),
  );
  const of = (...ids: string[]) =>
    questionOf({ ...passage('', false), spans: ids.map((fact_id) => ({ text: '', fact_id })) }, facts);
  expect(of('F1', 'F2', 'F4')).toBe('recap');
  expect(of('F1', 'F3')).toBeUndefined();
  expect(of('F4', 'F9')).toBeUndefined();
});
