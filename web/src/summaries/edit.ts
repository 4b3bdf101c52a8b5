/** Editing a report: what is typed, what of it is sent, and what becomes of it when somebody else saved first. */
import type { Example, Recommendation, Report, ReportEdit } from '@/api/schema';

/** A text that is edited. of: the example whose quote it keeps, none for a new one. */
export interface Line {
  key: string;
  text: string;
  of?: string;
}

/** A recommendation that is edited. of: the one whose references and target it keeps, none for a new one. */
export interface Advice {
  key: string;
  area: string;
  action: string;
  rationale: string;
  of?: string;
}

export const LISTS = [
  'strengths',
  'development',
  'trends',
  'examples',
  'talking_points',
  'action_items',
  'questions',
] as const;
export type ListName = (typeof LISTS)[number];
export type SectionName = ListName | 'recommendations';

export type Draft = Record<ListName, Line[]> & { recommendations: Advice[] };

/**
 * An edit that is not saved yet. etag: the state of the report that it is made from, and base: its texts.
 * contested: sections that somebody else changed too.
 */
export interface KeptEdit {
  etag: string;
  base: Draft;
  draft: Draft;
  contested: SectionName[];
}

/** The texts of a report, to edit. */
export function draftOf(report: Report): Draft {
  const lines = (texts: { text: string }[]) => texts.map(({ text }, at) => ({ key: String(at), text }));
  return {
    strengths: lines(report.strengths.passages),
    development: lines(report.development.passages),
    trends: lines(report.trends),
    examples: report.examples.map((each, at) => ({
      key: String(at),
      text: each.text.text,
      of: identityOf(each),
    })),
    talking_points: lines(report.talking_points),
    action_items: lines(report.action_items),
    questions: lines(report.questions),
    recommendations: report.recommendations.map((each, at) => ({
      key: String(at),
      area: each.area.text,
      action: each.action.text,
      rationale: each.rationale.text,
      of: numberOf(each, at),
    })),
  };
}

/** What an example is known by, also after others were edited away. */
export function identityOf({ quote, text }: Example): string {
  return quote ? `${quote.interaction_id} ${quote.turn_index} ${quote.text}` : text.text;
}

function numberOf(each: Recommendation, at: number): string {
  return String(each.number ?? at);
}

/** Whether a section reads the same in both. */
export function sameSection(one: Draft, two: Draft, name: SectionName): boolean {
  return said(one, name) === said(two, name);
}

function said(draft: Draft, name: SectionName): string {
  return JSON.stringify(
    name === 'recommendations'
      ? draft.recommendations.map(({ area, action, rationale, of }) => [area, action, rationale, of])
      : draft[name].map(({ text, of }) => [text, of]),
  );
}

const SECTION_NAMES: SectionName[] = [...LISTS, 'recommendations'];

/** The sections that were changed. */
export function changedSections({ base, draft }: Pick<KeptEdit, 'base' | 'draft'>): SectionName[] {
  return SECTION_NAMES.filter((name) => !sameSection(base, draft, name));
}

/** What is sent: the changed sections, each as a whole. */
export function editOf(kept: Pick<KeptEdit, 'base' | 'draft'>): ReportEdit {
  const { base, draft } = kept;
  const edit: ReportEdit = {};
  for (const name of changedSections(kept)) {
    if (name === 'recommendations') {
      edit.recommendations = draft.recommendations.map(({ area, action, rationale, of }) => ({
        ...placed(base.recommendations, of),
        area: area.trim(),
        action: action.trim(),
        rationale: rationale.trim(),
      }));
    } else if (name === 'examples') {
      edit.examples = draft.examples.map(({ text, of }) => ({
        ...placed(base.examples, of),
        text: text.trim(),
      }));
    } else edit[name] = draft[name].map(({ text }) => text.trim());
  }
  return edit;
}

/** Which of the present ones it was. */
function placed(present: { of?: string }[], of: string | undefined): { index?: number } {
  const index = of === undefined ? -1 : present.findIndex((each) => each.of === of);
  return index < 0 ? {} : { index };
}

/** The edit over a report that somebody else changed meanwhile: what was typed stays, the rest is theirs. */
export function over(kept: KeptEdit, latest: Report, etag: string): KeptEdit {
  const theirs = draftOf(latest);
  const draft = { ...theirs };
  const contested: SectionName[] = [];
  for (const name of changedSections(kept)) {
    Object.assign(draft, { [name]: kept.draft[name] });
    const alsoTheirs = !sameSection(kept.base, theirs, name) && !sameSection(kept.draft, theirs, name);
    if (alsoTheirs) contested.push(name);
  }
  return { etag, base: theirs, draft, contested };
}

/** Fields that are empty, by the pointer that the API would name them with. */
export function emptyFields(kept: Pick<KeptEdit, 'base' | 'draft'>): string[] {
  return changedSections(kept).flatMap((name) => {
    if (name === 'recommendations') {
      return kept.draft.recommendations.flatMap((each, at) =>
        (['area', 'action', 'rationale'] as const)
          .filter((field) => !each[field].trim())
          .map((field) => `/recommendations/${at}/${field}`),
      );
    }
    return kept.draft[name].flatMap(({ text }, at) =>
      text.trim() ? [] : [name === 'examples' ? `/examples/${at}/text` : `/${name}/${at}`],
    );
  });
}
