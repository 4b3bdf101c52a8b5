import { expect, test } from 'vitest';
import { ruleOf, sayRule, speakersFor, valuesOf, wrongWith } from './rules';

const rule = {
  id: 'in_a',
  name: 'A',
  any_of: ['cancel*'],
  absence: false,
  speaker: null,
  first_ms: null,
  last_ms: null,
};

test('a rule survives the form', () => {
  const late = { ...rule, speaker: 'agent' as const, absence: true, last_ms: 45_000 };
  expect(ruleOf('in_a', valuesOf(rule))).toEqual(rule);
  expect(ruleOf('in_a', valuesOf(late))).toEqual(late);
});

test.each(['system', 'unknown'] as const)('a rule about %s keeps whom it means', (speaker) => {
  const about = { ...rule, speaker };
  expect(ruleOf('in_a', valuesOf(about))).toEqual(about);
  expect(speakersFor(about)).toContain(speaker);
  expect(speakersFor(rule)).not.toContain(speaker);
});

test('a rule is said in words', () => {
  expect(sayRule(rule)).toBe('anybody says one of them');
  expect(sayRule({ ...rule, absence: true })).toBe('nobody says any of them');
  expect(sayRule({ ...rule, speaker: 'system' })).toBe('a bot or an announcement says one of them');
  expect(sayRule({ ...rule, speaker: 'agent', absence: true, first_ms: 30_000 })).toBe(
    'the agent says none of them in the first 30 s',
  );
});

test('errors are told at the rule that they are of', () => {
  const fields = [
    { pointer: '/rules/1/any_of/0', message: 'has no word' },
    { pointer: '/rules/0/name', message: 'is empty' },
  ];
  expect(wrongWith(fields, 1)).toEqual({ any_of: 'has no word' });
});
