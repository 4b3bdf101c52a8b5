import { expect, test } from 'vitest';
import { ACCESS, backlog, channelValues, whyNot } from './channels';

test('why something did not arrive is told in words, whatever the code', () => {
  expect(whyNot('http_410')).toBe('what was at its address is gone for good (410)');
  expect(whyNot('http_503')).toBe('it answered with 503');
  expect(whyNot('cut')).toBe('the line was cut');
  expect(whyNot('something_later')).toBe('it said something_later');
});

test('what waits is counted in words, and nothing is no word', () => {
  expect(backlog({ waiting: 0, given_up: 0 })).toBe('');
  expect(backlog({ waiting: 3, given_up: 1 })).toBe('3 waiting, 1 given up');
  expect(backlog({ waiting: 200, given_up: 0 })).toBe('200 and more waiting');
});

test('each type asks for what opens it, and its secrets are not shown', () => {
  expect(ACCESS.salesforce.map((each) => each.name)).toEqual(['domain', 'client_id', 'client_secret']);
  expect(ACCESS.slack[0]?.secret).toBe(true);
  expect(channelValues(null)).toMatchObject({ on: true, quiet_hours: 12 });
});
