import { expect, test } from 'vitest';
import { dueBy } from './due';

const at = (id: string, day: string) => ({ id, scheduled_at: `${day}T22:30:00.000Z` });
const TODAY = '2026-03-10';

test('an action is due by the next 1-to-1, on the day that it is in the account’s time zone', () => {
  const scheduled = [at('mt_this', '2026-03-12'), at('mt_next', '2026-03-26')];
  expect(dueBy(scheduled, at('mt_this', '2026-03-12'), undefined, 'UTC', TODAY)?.day).toBe('2026-03-26');
  expect(dueBy(scheduled, null, undefined, 'Europe/Berlin', TODAY)?.day).toBe('2026-03-12');
  expect(dueBy([at('mt_next', '2026-03-29')], null, undefined, 'Europe/Berlin', TODAY)?.day).toBe(
    '2026-03-30',
  );
});

test('one that lies before the meeting of the report is not the next', () => {
  expect(
    dueBy([at('mt_other', '2026-03-11')], at('mt_this', '2026-03-12'), undefined, 'UTC', TODAY),
  ).toBeNull();
});

test('without a next one the rhythm says when it would be', () => {
  const due = dueBy([at('mt_this', '2026-03-12')], at('mt_this', '2026-03-12'), '2026-02-26', 'UTC', TODAY);
  expect(due?.day).toBe('2026-03-26');
  expect(due?.why).toMatch(/No next 1-to-1/);
  expect(dueBy([], at('mt_this', '2026-03-12'), '2026-03-12', 'UTC', TODAY)).toBeNull();
  expect(dueBy([], at('mt_this', '2026-02-12'), '2026-02-10', 'UTC', TODAY)).toBeNull();
  expect(dueBy([], null, '2026-02-26', 'UTC', TODAY)).toBeNull();
});
