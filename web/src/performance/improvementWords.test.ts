import { expect, test } from 'vitest';
import {
  lastOf,
  sayBetween,
  sayExpected,
  sayIn,
  sayMatched,
  sayMetric,
  sayPractised,
  saySample,
  sayTogether,
  spansOf,
} from './improvementWords';

test('a value reads in its unit, with its interval where there is one', () => {
  expect(sayIn('percent', 84.35)).toBe('84.4%');
  expect(sayIn('sentiment', 1.84)).toBe('+1.8');
  expect(sayBetween('percent', { low: 80, high: 88.25 })).toBe('80% to 88.3%');
  expect(sayBetween('sentiment', { low: -0.5, high: null })).toBeNull();
});

test('a metric has its name and what is counted', () => {
  expect(sayMetric('first_call_resolution')).toBe('First-call resolution');
  expect(saySample('quality', 1)).toBe('1 evaluation');
  expect(saySample('coaching_completion', 3)).toBe('3 due');
});

test('what came of coaching is told with its interval and how many are in it', () => {
  const told = {
    verdict: 'improved',
    points: 6.24,
    low: 1.1,
    high: 11.3,
    coached: 14,
    colleagues: 14,
  } as const;
  expect(sayMatched(told)).toBe('+6.2 (+1.1 to +11.3), 14 beside 14 colleagues');
  expect(sayMatched({ ...told, verdict: 'not_shown' })).toMatch(
    /; above 0 taken alone, not once the metrics/,
  );
  expect(sayMatched({ ...told, verdict: 'not_shown', low: -1 })).not.toContain('taken alone');
  expect(sayMatched({ verdict: 'not_enough_data', points: null, coached: 2, colleagues: 1 })).toBeNull();
});

test('what colleagues came to is a sentence with its interval', () => {
  expect(sayExpected({ value: 81.25, low: 72, high: 90.5, colleagues: 9 })).toBe(
    '9 colleagues who had weeks like these and weren’t coached come to 81.3% now; one more of them would come to 72% to 90.5%, with 95%.',
  );
  expect(sayExpected({ value: 80, low: 70, high: 90, colleagues: 1 })).toMatch(
    /^1 colleague who .* wasn’t coached comes to 80% now;/,
  );
});

test('a correlation is told with interval and sample, too little as what is needed', () => {
  const found = { value: 0.421, low: 0.1, high: 0.66, sample: 31, least: 10, left_out: 2 };
  expect(sayTogether({ ...found, verdict: 'together' })).toBe(
    'Those who passed more of their practice improved more: rank correlation 0.42 (95% 0.10 to 0.66), 31 agents.',
  );
  const few = {
    ...found,
    verdict: 'not_enough_data',
    value: null,
    low: null,
    high: null,
    sample: 4,
  } as const;
  expect(sayTogether(few)).toContain('4 agents with data before and since, 10 are needed');
});

test('what came of practice is told of nobody without its interval and its sample', () => {
  const agent = { agent_id: 'us_1', agent_name: 'One', scenarios: 2, passed: 1, attempts: 3 };
  const found = { ...agent, points: 12.5, low: -3, high: 25.04, answers_before: 14, answers_since: 9 };
  expect(sayPractised(found)).toBe('+12.5 (−3.0 to +25.0), 14 answers before and 9 since');
  const few = { ...found, points: null, low: null, high: null, answers_before: 1 };
  expect(sayPractised(few)).toBe('Not enough data: 1 answer before and 9 since');
});

test('the days behind an average are those that it counts', () => {
  expect(spansOf('2026-03-02', '2026-05-10')).toEqual({
    before: { from: '2026-02-02', to: '2026-03-01' },
    now: { from: '2026-04-13', to: '2026-05-10' },
  });
  expect(spansOf('2026-05-04', '2026-05-10').now).toEqual({ from: '2026-05-04', to: '2026-05-10' });
});

test('a week in which the coaching was given ends the day before, and the newest where the days end', () => {
  const weeks = [{ first_day: '2026-03-02' }, { first_day: '2026-03-04' }, { first_day: '2026-03-09' }];
  expect(weeks.map(({ first_day }) => lastOf(first_day, weeks, '2026-03-11'))).toEqual([
    '2026-03-03',
    '2026-03-08',
    '2026-03-11',
  ]);
});
