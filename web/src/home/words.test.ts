import { describe, expect, test } from 'vitest';
import type { ForYouItem, ItemMoved, LineItemView, Moved, NextMeeting } from '@/api/schema';
import { countedBefore, countedIn } from './proof';
import {
  alike,
  askedInTens,
  kindWords,
  inOrder,
  inTens,
  points,
  sayBasis,
  sayInterval,
  sayItem,
  sayLeftOut,
  sayJudged,
  sayMoved,
  sayNone,
  sayNoStrength,
  sayNoWeakest,
  sayOverdue,
  sayWhy,
  saySpending,
  sayTrend,
  together,
} from './words';

const MOVED: Moved = {
  measure: 'score',
  scorecard_id: 'sc_1',
  scorecard_name: 'Voice',
  now: 81.5,
  before: 77.3,
  sample: 28,
  sample_before: 24,
  points: 4.2,
  low: 0.6,
  high: 7.8,
  direction: 'up',
  may_be_chance: false,
  compared: 1,
};

describe('how a score moved', () => {
  test('says how far, from what to what, over how many, within which interval', () => {
    expect(sayMoved(MOVED, 5)).toEqual({
      word: 'Up 4.2 points',
      detail: '81.5% of 28, after 77.3% of 24; 95% interval 0.6 to 7.8 points',
      tone: 'good',
      // This part of the detail leads to the days before.
      before: '77.3% of 24',
    });
  });

  test('an unclear change is no change, and why is said', () => {
    const unclear = sayMoved({ ...MOVED, direction: 'unclear', may_be_chance: true }, 5);
    expect(unclear.word).toBe('No clear change');
    expect(unclear.detail).toContain('may be chance');
    expect(unclear.tone).toBeNull();
    const among = sayMoved({ ...MOVED, direction: 'unclear', may_be_chance: true, compared: 12 }, 5);
    expect(among.detail).toContain('taken alone, not once all 12 are compared together');
    expect(sayJudged(12)).toBe('Up or Down where a change is clear among all 12');
    expect(sayJudged(1)).toBe('');
  });

  test('too little is said to be, on whichever side', () => {
    expect(sayMoved(null, 5).word).toBe('Not enough data (0 of 5)');
    expect(sayMoved({ ...MOVED, sample: 3, now: null, points: null }, 5).word).toBe(
      'Not enough data (3 of 5)',
    );
    const first = sayMoved(
      { ...MOVED, sample_before: 2, before: null, points: null, low: null, high: null },
      5,
    );
    expect(first).toEqual({ word: '81.5% of 28', detail: 'before: not enough data (2 of 5)', tone: null });
  });

  test('names the scorecard where there are several, and that passes are counted', () => {
    expect(sayMoved({ ...MOVED, measure: 'passed' }, 5, true).detail).toContain('Voice: passed 81.5% of 28');
  });

  test('scores that are all the same have no interval', () => {
    expect(sayMoved({ ...MOVED, low: null, high: null }, 5).detail).toBe('81.5% of 28, after 77.3% of 24');
  });
});

describe('line items that stand out', () => {
  const item = (text: string, passed: number, applicable: number): LineItemView => ({
    scorecard_id: 'sc_1',
    scorecard_name: 'Voice',
    first_version: 1,
    last_version: 1,
    question_id: `qn_${text}`,
    text,
    passed,
    applicable,
    percent: (100 * passed) / applicable,
    percent_text: `${Math.round((100 * passed) / applicable)}%`,
    low: null,
    high: null,
    enough_data: true,
    not_applicable: 0,
    no_opportunity: 0,
    standing: 'weakest',
  });
  const told = (...items: LineItemView[]) =>
    alike(items).map((of) => [of.names, of.item.applicable, of.each]);

  test('stand in one line where rate and sample are the same', () => {
    expect(told(item('A', 2, 10))).toEqual([['A', 10, false]]);
    expect(told(item('A', 2, 10), item('B', 2, 10))).toEqual([['A and B', 10, true]]);
    expect(told()).toEqual([]);
  });

  test('keep their own samples where these differ', () => {
    expect(told(item('B', 20, 100), item('A', 2, 10))).toEqual([
      ['B', 100, false],
      ['A', 10, false],
    ]);
  });

  const TODAY = '2026-03-10';
  const since = { basis: 'since_last_meeting', first_day: '2026-02-28', minimum: 5 } as const;

  test('why there is none: too few answers, or none that stands out', () => {
    expect(sayNoWeakest({ most_answers: 3, minimum: 5 })).toBe('Not enough data (3 of 5)');
    expect(sayNoWeakest({ most_answers: 28, minimum: 5 })).toBe('None stands out');
    expect(sayNoStrength({ ...since, most_answers: 3 }, TODAY)).toBe(
      'There are not enough answers since the last 1-to-1 on 28 Feb to name a strength (3 of 5). ' +
        'It will stand here once there are.',
    );
    expect(sayNoStrength({ ...since, most_answers: 28 }, TODAY)).toBe(
      'No line item stands out as a strength since the last 1-to-1 on 28 Feb.',
    );
  });

  test('the days are told, and nothing is since a 1-to-1 that was longer ago', () => {
    expect(sayBasis(since, TODAY)).toBe('since the last 1-to-1 on 28 Feb');
    expect(sayBasis({ basis: 'last_13_weeks', first_day: '2025-12-10' }, TODAY)).toBe(
      'in the last 13 weeks (since 10 Dec 2025)',
    );
    expect(sayBasis({ basis: 'last_4_weeks', first_day: '2026-02-11' }, TODAY)).toBe(
      'in the last four weeks (since 11 Feb)',
    );
  });
});

test('a trend says of how many line items it is one', () => {
  const trend: ItemMoved = {
    points: -12.4,
    low: -20,
    high: -4.8,
    direction: 'down',
    may_be_chance: false,
    sample_before: 30,
    compared: 7,
  };
  const said = sayTrend(trend);
  expect(said.word).toBe('Down 12 points');
  expect(sayTrend(trend, 'Empathy').word).toBe('Empathy: Down 12 points');
  expect(said.detail).toBe('95% interval −20 to −4.8 points; after 30 answers before; one of 7 compared');
});

test('no end of an interval that excludes 0 is written as 0', () => {
  expect(sayInterval(0.02, 3)).toBe('95% interval above 0 to 3 points');
  expect(sayInterval(-3, -0.02)).toBe('95% interval −3 to below 0 points');
  expect(sayInterval(-3, 0.5)).toBe('95% interval −3 to 0.5 points');
});

test('points are whole from ten on', () => {
  expect([points(1), points(0.4), points(-9.96), points(12.5)]).toEqual([
    '1 point',
    '0.4 points',
    '10 points',
    '13 points',
  ]);
});

test('rows stand by their next 1-to-1, then by name', () => {
  const meeting = (at: string): NextMeeting => ({
    id: 'mt',
    scheduled_at: at,
    status: 'scheduled',
    report: 'none',
    summary_id: null,
    may_make: true,
  });
  const rows = [
    { name: 'Zoe', next_meeting: null },
    { name: 'Ada', next_meeting: null },
    { name: 'Max', next_meeting: meeting('2026-03-11T10:00:00Z') },
    { name: 'Kim', next_meeting: meeting('2026-03-10T10:00:00Z') },
  ];
  expect(inOrder(rows, (row) => row.name).map((row) => row.name)).toEqual(['Kim', 'Max', 'Ada', 'Zoe']);
});

test('ten are asked about at a time', () => {
  expect(inTens(Array.from({ length: 23 }, (_, place) => place)).map((each) => each.length)).toEqual([
    10, 10, 3,
  ]);
  expect(inTens([])).toEqual([]);
});

test('the cost stands beside its limit', () => {
  expect(saySpending({ use: 'summary', spent_micro_usd: 1_250_000, limit_micro_usd: 25_000_000 })).toEqual({
    name: 'Writing performance reports',
    said: '$1.25 of $25.00',
    share: 0.05,
    spent: false,
  });
  expect(saySpending({ use: 'answers', spent_micro_usd: 0, limit_micro_usd: null }).said).toBe(
    '$0, no limit',
  );
  expect(saySpending({ use: 'analysis', spent_micro_usd: 5, limit_micro_usd: 0 }).spent).toBe(true);
});

test('a 1-to-1 to acknowledge has no participant’s name for the participant', () => {
  const me = { id: 'us_amy', name: 'Amy Lee' };
  const item: ForYouItem = {
    kind: 'acknowledge',
    about: 'mt_1',
    title: '1-to-1 with Amy Lee',
    person: { id: 'us_max', name: 'Max Berg' },
    path: '/meetings/mt_1',
  } as ForYouItem;
  expect(sayItem(item, me)).toBe('Your 1-to-1 with Max Berg');
  expect(sayItem({ ...item, title: 'Calls that went long' }, me)).toBe('Calls that went long');
});

test('several line items read as a sentence', () => {
  expect([together(['A']), together(['A', 'B']), together(['A', 'B', 'C'])]).toEqual([
    'A',
    'A and B',
    'A, B and C',
  ]);
});

test('none found among some is not none', () => {
  expect(sayOverdue(0, false)).toBeNull();
  expect(sayOverdue(0, true)).toBe('Not all were counted');
  expect(sayOverdue(3, false)).toBe('3 overdue');
  expect(sayOverdue(100, true)).toBe('100+ overdue');
});

test('an evaluation is called by what its conversation was about; its reference comes elsewhere', () => {
  const conversation = {
    inquiry: ['Late delivery', 'Refund'],
    channel: 'voice',
    queue: 'Orders',
    started_at: '2026-11-26T14:08:00Z',
    contact_reference: 'C-1',
  } as const;
  const draft = { kind: 'draft', about: 'ev_1', title: 'Voice', late: false, path: '/evaluations/ev_1' };
  const item = { ...draft, person: { id: 'us_kim', name: 'Kim Tan' } } as ForYouItem;
  const me = { id: 'us_me', name: 'Me' };
  expect(
    sayItem({ ...item, conversation: { ...conversation, inquiry: [...conversation.inquiry] } }, me),
  ).toBe('Late delivery and 1 more (Kim Tan)');
  const dispute = { ...item, kind: 'dispute', conversation: { ...conversation, inquiry: [] } } as ForYouItem;
  expect(sayItem(dispute, me)).toBe('Call, Orders (Kim Tan)');
  // One's own work names nobody.
  const own = { ...item, kind: 'to_acknowledge', conversation: { ...conversation, inquiry: ['Refund'] } };
  expect(sayItem(own as ForYouItem, me)).toBe('Refund');
  // An API of before says no more than it did.
  expect(sayItem(item, me)).toBe('Voice (Kim Tan)');
});

test('flags are told as numbers of their queue', () => {
  const me = { id: 'us_me', name: 'Me' };
  const flags = { kind: 'flags_compliance', about: '', count: 1, and_more: false } as ForYouItem;
  expect(sayItem(flags, me)).toBe('1 compliance flag');
  expect(sayItem({ ...flags, kind: 'flags_quality', count: 20, and_more: true }, me)).toBe(
    '20 quality flags or more',
  );
});

test('a kind that came with a later version is told and led to all the same', () => {
  const kind = 'of_later' as ForYouItem['kind'];
  expect(kindWords(kind)).toEqual({ what: 'New', act: 'Open' });
  const item = {
    kind,
    about: 'ds_1',
    title: 'Something of C-1',
    late: false,
    and_more: false,
    why: [],
    path: '/evaluations/ev_1',
  };
  expect(sayItem({ ...item, person: null }, { id: 'us_me', name: 'Me' })).toBe('Something of C-1');
});

test('a figure of home leads to those of its own people and days', () => {
  const days = { first_day: '2026-11-01', last_day: '2026-11-28' };
  expect(countedIn({ agent_id: 'us_1', team_id: null, ...days })).toEqual({
    agent: 'us_1',
    team: undefined,
    from: '2026-11-01',
    to: '2026-11-28',
  });
  // And what they are compared with, to as many days before.
  expect(countedBefore({ agent_id: null, team_id: 'tm_1', ...days })).toEqual({
    agent: undefined,
    team: 'tm_1',
    from: '2026-10-04',
    to: '2026-10-31',
  });
});

describe('what isn’t there', () => {
  test('days that are left out, and until when there is no 1-to-1', () => {
    expect(sayLeftOut(1)).toBe('1 day left out: you assess a conversation of it in a calibration');
    expect(sayLeftOut(2)).toBe('2 days left out: you assess a conversation of them in a calibration');
    expect(sayNone(null, 'UTC', new Date('2026-03-10T09:00:00Z'))).toBe('');
    expect(sayNone('2026-05-09T23:30:00.000Z', 'Europe/Berlin', new Date('2026-03-10T09:00:00Z'))).toBe(
      'None until 10 May',
    );
  });
});

describe('whom it is asked about', () => {
  test('the same tens in whichever order they stand, and among how many', () => {
    const ids = Array.from({ length: 12 }, (_, number) => `us_${String(number).padStart(2, '0')}`);
    const asked = askedInTens('agents', ids);
    expect(asked.map(({ agents }) => agents?.length)).toEqual([10, 2]);
    expect(asked.every(({ among }) => among === 12)).toBe(true);
    expect(askedInTens('agents', [...ids].reverse())).toEqual(asked);
    expect(askedInTens('teams', ['tm_b', 'tm_a'])).toEqual([{ teams: ['tm_a', 'tm_b'], among: 2 }]);
  });
});

test('what the AI answered says why somebody has to look', () => {
  expect(sayWhy({ why: ['not_earned', 'unsupported'] })).toBe(
    'the AI hasn’t earned every question; no words show what the AI gives credit for',
  );
  expect(sayWhy({ why: [] })).toBe('');
});
