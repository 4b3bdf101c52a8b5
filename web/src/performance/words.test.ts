import { expect, test } from 'vitest';
import { sayEffect, sayInterval, sayRange, sayRank, sayTeamValue, sayValue } from './words';

test('values read in the unit of what is measured', () => {
  expect(sayValue('effectiveness', 84.16)).toBe('84.2');
  expect(sayValue('satisfaction', 4.125)).toBe('4.13 of 5');
  expect(sayValue('resolution', 82.5)).toBe('82.5%');
  expect(sayValue('resolution', 80)).toBe('80%');
  expect(sayInterval('effectiveness', 80, 92.04)).toBe('80.0 to 92.0');
  expect(sayInterval('effectiveness', null, null)).toBeNull();
});

test('a team’s average is said with no digit that isn’t told', () => {
  expect(sayTeamValue('effectiveness', 159)).toBe('159');
  expect(sayTeamValue('effectiveness', 159.29)).toBe('159.3');
  expect(sayTeamValue('effectiveness', 84.2)).toBe('84.2');
  expect(sayTeamValue('resolution', 80)).toBe('80%');
});

test('an effect says which way is better', () => {
  expect(sayEffect(-12.34)).toBe('brings the overall score down by 12.3, which is better');
  expect(sayEffect(3)).toBe('brings the overall score up by 3.0');
  expect(sayEffect(-0.01)).toBe('hardly moves the overall score');
});

test('ties are told as ties, and nobody is ranked below the minimum', () => {
  expect(sayRank({ rank: 2, first: 1, last: 4, tied: true })).toBe('2=');
  expect(sayRank({ rank: 2, first: 1, last: 4, tied: false })).toBe('2');
  expect(sayRank({ rank: null, first: null, last: null, tied: false })).toBe('–');
  expect(sayRange({ first: 1, last: 4 })).toBe('1 to 4');
  expect(sayRange({ first: 2, last: 2 })).toBe('2');
});
