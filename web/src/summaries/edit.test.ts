import { describe, expect, it } from 'vitest';
import type { Passage, Report } from '@/api/schema';
import { changedSections, draftOf, editOf, emptyFields, over, type KeptEdit } from './edit';

const passage = (text: string): Passage => ({ spans: [{ text }], text, edited: false, computed: false });

function report(more: Partial<Report> = {}): Report {
  const none = { line_items: [], passages: [], chips: [] };
  return {
    summary_id: 'sm_1',
    revision: 1,
    trends: [passage('One'), passage('Two')],
    weeks: [],
    examples: ['first', 'second'].map((text, at) => ({
      text: passage('The same words'),
      quote: {
        interaction_id: `int_${at}`,
        heading: `int_${at}`,
        arose: false,
        contact_reference: `R-${at}`,
        text,
        turn_index: 0,
        start_ms: null,
        speaker: 'agent' as const,
      },
    })),
    strengths: none,
    too_few: [],
    development: none,
    talking_points: [],
    action_items: [],
    questions: [passage('Why?')],
    recommendations: ['A', 'B'].map((area, number) => ({
      number,
      area: passage(area),
      action: passage('Do'),
      rationale: passage('Since'),
      chips: [],
    })),
    recommendations_numbered: 2,
    metrics: [],
    facts: [],
    dropped: [],
    offline: false,
    label: '',
    ...more,
  };
}

function started(from: Report): KeptEdit {
  const base = draftOf(from);
  return { etag: '"1"', base, draft: structuredClone(base), contested: [] };
}

describe('an edit', () => {
  it('sends nothing when nothing was changed', () => {
    expect(editOf(started(report()))).toEqual({});
  });

  it('sends the changed section as a whole, trimmed', () => {
    const kept = started(report());
    kept.draft.trends[1] = { key: '1', text: ' Three ' };
    expect(editOf(kept)).toEqual({ trends: ['One', 'Three'] });
  });

  it('tells which example and recommendation stays, also after another was removed', () => {
    const kept = started(report());
    kept.draft.examples.shift();
    kept.draft.recommendations.shift();
    kept.draft.recommendations.push({ key: 'new', area: 'C', action: 'Do', rationale: 'Since' });
    expect(editOf(kept)).toEqual({
      examples: [{ index: 1, text: 'The same words' }],
      recommendations: [
        { index: 1, area: 'B', action: 'Do', rationale: 'Since' },
        { area: 'C', action: 'Do', rationale: 'Since' },
      ],
    });
  });

  it('names empty fields as the API does', () => {
    const kept = started(report());
    kept.draft.trends[0] = { key: '0', text: ' ' };
    kept.draft.recommendations[1] = { key: '1', area: 'B', action: '', rationale: 'Since', of: '1' };
    expect(emptyFields(kept)).toEqual(['/trends/0', '/recommendations/1/action']);
  });
});

describe('over what somebody else saved', () => {
  it('keeps what was typed, takes the rest, and says where both changed', () => {
    const kept = started(report());
    kept.draft.trends[0] = { key: '0', text: 'Mine' };
    kept.draft.questions = [];
    const latest = report({
      trends: [passage('Theirs'), passage('Two')],
      talking_points: [passage('New of theirs')],
    });
    const merged = over(kept, latest, '"2"');
    expect(merged.etag).toBe('"2"');
    expect(merged.contested).toEqual(['trends']);
    expect(changedSections(merged)).toEqual(['trends', 'questions']);
    expect(merged.draft.talking_points.map((each) => each.text)).toEqual(['New of theirs']);
  });

  it('finds recommendations again that moved', () => {
    const kept = started(report());
    const second = kept.draft.recommendations[1];
    if (second) second.action = 'Do more';
    const latest = report({ recommendations: report().recommendations.slice(1) });
    expect(editOf(over(kept, latest, '"2"')).recommendations).toEqual([
      { area: 'A', action: 'Do', rationale: 'Since' },
      { index: 0, area: 'B', action: 'Do more', rationale: 'Since' },
    ]);
  });
});
