import { describe, expect, it } from 'vitest';
import { languageWords, promoter, sentiment, signed, vendorName, vendorValue, webAddress } from './words';

describe('words of an interaction', () => {
  it('says how a customer feels, with the ends of each word', () => {
    expect([-5, -2.5, -2.4, -0.5, -0.4, 0.4, 0.5, 2.4, 2.5].map((score) => sentiment(score).word)).toEqual([
      'Very negative',
      'Very negative',
      'Negative',
      'Negative',
      'Neutral',
      'Neutral',
      'Positive',
      'Positive',
      'Very positive',
    ]);
  });

  it('signs a score', () => expect([1.1, 0, -1.75].map(signed)).toEqual(['+1.1', '0', '−1.75']));

  it('knows detractors, passives and promoters', () =>
    expect([6, 7, 8, 9].map(promoter)).toEqual(['detractor', 'passive', 'passive', 'promoter']));

  it('leaves a language that is none as it is', () => expect(languageWords('??')).toBe('??'));

  it('goes to web addresses only', () => {
    expect(webAddress('https://crm.example/1')).toBe('https://crm.example/1');
    expect(webAddress('javascript:alert(1)')).toBeUndefined();
    expect(webAddress('CASE-3524')).toBeUndefined();
  });
});

describe('what a vendor measured', () => {
  it('is said in words, lengths of time with their unit, and never by its key', () => {
    const said = (key: string, value: boolean | number | string) =>
      `${vendorName(key)}: ${vendorValue(key, value)}`;
    expect(said('contact_lens.measures.silence_ms', 74_000)).toBe('Silence: 1 min 14 s');
    expect(said('contact_lens.measures.longest_silence_ms', 4000)).toBe('Longest silence: 4 s');
    expect(said('contact_lens.measures.agent_words_per_minute', 141.5)).toBe('Agent words per minute: 141.5');
    expect(said('contact_lens.voice.TalkTimePercentage', 61)).toBe('Talk time percentage: 61');
    expect(said('contact_lens.TotalTimeMillis', 2000)).toBe('Total time: 2 s');
    expect(said('x.matched', true)).toBe('Matched: Yes');
  });
});
