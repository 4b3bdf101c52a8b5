import { expect, test } from 'vitest';
import type { ScorecardVersion } from '@/api/schema';
import { placeOf } from './places';
import { phrasesOf } from './words';

const version = {
  sections: [{ title: 'Opening', questions: [{ text: 'Greeting' }, { text: '' }] }],
} as unknown as ScorecardVersion;

test('places in a scorecard read as its own words', () => {
  expect(placeOf('/sections/0/questions/0/options', version)).toBe('Opening, Greeting, Options');
  expect(placeOf('/sections/0/questions/1/text', version)).toBe('Opening, Question 2, Text');
  expect(placeOf('/sections/0/questions/0/options/0/label', version)).toBe(
    'Opening, Greeting, Answer 1 label',
  );
  expect(placeOf('/sections/0/questions/0/phrases/all_of/1', version)).toBe(
    'Opening, Greeting, Phrases all of 2',
  );
  expect(placeOf('/applies_to/queues/0', version)).toBe('Applies to queue 1');
  expect(placeOf('/sections', version)).toBe('Sections');
  expect(placeOf('/sections/3/title', version)).toBe('Section 4, Title');
});

test('what an exact match looks for is a sentence', () => {
  expect(
    phrasesOf({
      all_of: ['good morning'],
      any_of: ['my name is', 'this is'],
      speaker: 'agent',
      within_ms: 60_000,
      within_turns: 2,
      tolerance: 'none',
    }),
  ).toBe(
    'The agent has to say “good morning” and one of “my name is”, “this is”, in the first 2 turns, in turns that begin before 1:00.',
  );
});
