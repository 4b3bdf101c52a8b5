import { expect, test } from 'vitest';
import { aboutWords, headingWords, placeWords } from './headings';

test('a conversation is called by what it was about, and when it was', () => {
  const of = { inquiry: ['Late delivery'], channel: 'voice' as const, queue: 'Orders' };
  expect(aboutWords(of)).toBe('Late delivery');
  expect(aboutWords({ ...of, inquiry: ['Late delivery', 'Refund', 'Address'] })).toBe(
    'Late delivery and 2 more',
  );
  const now = new Date('2026-11-29T12:00:00Z');
  expect(headingWords({ ...of, at: '2026-11-26T14:08:00Z' }, 'UTC', now)).toBe(
    'Late delivery, Thu 26 Nov 14:08',
  );
});

// The server's texts are held against the same in tests/unit/interactions/test_headings.py.
test('where nobody has said what it was about, by its channel and queue', () => {
  expect(aboutWords({ inquiry: [], channel: 'voice', queue: 'Orders' })).toBe('Call, Orders');
  expect(aboutWords({ inquiry: [], channel: 'email', queue: null })).toBe('E-mail');
  expect(aboutWords({ inquiry: [], channel: 'offline', queue: 'Offline' })).toBe('Offline conversation');
  expect(aboutWords({ inquiry: [], channel: 'chat', queue: 'chat' })).toBe('Chat');
  expect(aboutWords({ inquiry: [], channel: 'offline', queue: 'Visits' })).toBe(
    'Offline conversation, Visits',
  );
  expect(placeWords('Offline', 'Offline')).toBe('Offline');
  expect(placeWords('Voice', 'Voice of the customer')).toBe('Voice, Voice of the customer');
});
