/** What is done to a scorecard while it is built: each takes it as it is and gives it as it is then. */
import type { NewContent, Option, Question, QuestionDraft, Section } from '@/api/schema';
import { fixed } from '@/parts/numbers';

/** A scorecard as it is written. */
export interface Card {
  name: string;
  description: string;
  content: NewContent;
}

export type Kind = Question['kind'];

/** A sum as it was written: without what binary numbers add to it. */
const written = (value: number) => Number(fixed(value, 6));

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An id for something new. Reports know sections, questions and answers by it, from version to version. */
export function newId(prefix: 'se' | 'qn' | 'op'): string {
  const bytes = crypto.getRandomValues(new Uint8Array(26));
  return `${prefix}_${[...bytes].map((byte) => LETTERS[byte % 32] ?? '').join('')}`;
}

const option = (id: string, label: string, points: number, value: number | null = null): Option => ({
  id,
  label,
  points,
  value,
  passes: points > 0,
  auto_fail: 'none',
});

/** The answers that a question of a kind begins with. */
function options(kind: Kind): Option[] {
  if (kind === 'yes_no') return [option('yes', 'Yes', 1), option('no', 'No', 0)];
  if (kind === 'single_choice') return [option(newId('op'), '', 1), option(newId('op'), '', 0)];
  return [1, 2, 3, 4, 5].map((value) => ({
    ...option(newId('op'), String(value), value - 1, value),
    passes: value >= 4,
  }));
}

export function newQuestion(kind: Kind): Question {
  return {
    id: newId('qn'),
    text: '',
    description: '',
    good: '',
    poor: '',
    context: '',
    kind,
    options: options(kind),
    weight: 1,
    required: true,
    allow_na: false,
    default_option_id: null,
    default_not_applicable: false,
    allow_comment: true,
    require_comment: false,
    answerer: 'human',
    check: 'intent',
    phrases: null,
    compliance: false,
    pass_by_absence: false,
    always_applies: false,
  };
}

/** A question of another kind: what its answers say stays, as far as the kind has room for it. */
export function ofKind(question: Question, kind: Kind): Question {
  if (kind === question.kind) return question;
  let made: Option[];
  if (kind === 'yes_no') {
    const [first, second] = question.options;
    const [yes, no] = options('yes_no');
    made = [
      { ...yes, ...first, id: 'yes', label: 'Yes', value: null } as Option,
      { ...no, ...second, id: 'no', label: 'No', value: null } as Option,
    ];
  } else {
    made = question.options.map((each, place) => ({
      ...each,
      id: ['yes', 'no'].includes(each.id) ? newId('op') : each.id,
      value: kind === 'rating_scale' ? question.options.length - place : null,
    }));
  }
  const place = question.options.findIndex(({ id }) => id === question.default_option_id);
  const exact = kind === 'yes_no' ? {} : { check: 'intent' as const, phrases: null };
  return { ...question, ...exact, kind, options: made, default_option_id: made[place]?.id ?? null };
}

/** A copy of a question, with ids of its own. */
export function copyOf(question: Question): Question {
  const ids = new Map(
    question.options.map(({ id }) => [id, question.kind === 'yes_no' ? id : newId('op')] as const),
  );
  return {
    ...question,
    id: newId('qn'),
    options: question.options.map((each) => ({ ...each, id: ids.get(each.id) ?? each.id })),
    default_option_id: ids.get(question.default_option_id ?? '') ?? null,
  };
}

/** A question as a draft of it puts it; what the draft says nothing of stays. */
export function withDraft(content: NewContent, draft: QuestionDraft): NewContent {
  const words = Object.fromEntries(draft.words.map((word) => [word, draft[word]]));
  return {
    ...content,
    sections: content.sections.map((section) => ({
      ...section,
      questions: section.questions.map((each) =>
        each.id === draft.question_id ? { ...each, ...words } : each,
      ),
    })),
  };
}

export function newSection(content: NewContent): Section {
  const left = 100 - weightTotal(content);
  const weight = content.format === 'percentage' ? Math.max(0, written(left)) : null;
  return { id: newId('se'), title: '', description: '', weight, questions: [] };
}

export function newOption(question: Question): Option {
  const places = question.options.map(({ value }) => value ?? 0);
  const value = question.kind === 'rating_scale' ? Math.max(0, ...places) + 1 : null;
  return option(newId('op'), value === null ? '' : String(value), 0, value);
}

/** A list with one thing elsewhere. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const left = [...list];
  const [taken] = left.splice(from, 1);
  if (taken !== undefined) left.splice(to, 0, taken);
  return left;
}

/** A list with one thing changed. */
export function changedAt<T>(list: readonly T[], place: number, change: Partial<T>): T[] {
  return list.map((each, at) => (at === place ? { ...each, ...change } : each));
}

/** A question at another place, which may lie in another section. */
export function questionMoved(
  sections: readonly Section[],
  from: { section: number; place: number },
  to: { section: number; place: number },
): Section[] {
  const taken = sections[from.section]?.questions[from.place];
  if (!taken) return [...sections];
  const without = sections.map((each, at) =>
    at === from.section
      ? { ...each, questions: each.questions.filter((_, place) => place !== from.place) }
      : each,
  );
  return without.map((each, at) => {
    if (at !== to.section) return each;
    const questions = [...each.questions];
    questions.splice(to.place, 0, taken);
    return { ...each, questions };
  });
}

/** Where a question comes to by one step: over the edge of its section into the next. Null at the very ends. */
export function stepOf(
  sections: readonly Section[],
  { section, place }: { section: number; place: number },
  by: 1 | -1,
): { section: number; place: number } | null {
  const here = sections[section];
  if (!here) return null;
  if (place + by >= 0 && place + by < here.questions.length) return { section, place: place + by };
  const next = sections[section + by];
  if (!next) return null;
  return { section: section + by, place: by === 1 ? 0 : next.questions.length };
}

/** Percentage scorecards weigh their sections, those in points don't. */
export function ofFormat(content: NewContent, format: NewContent['format']): NewContent {
  if (format === content.format) return content;
  const sections = content.sections.map((each) => ({ ...each, weight: null }));
  return format === 'points'
    ? { ...content, format, sections }
    : { ...content, format, sections: evenly(sections) };
}

/** The sections with weights that total exactly 100, as even as two digits allow. */
export function evenly(sections: readonly Section[]): Section[] {
  const count = sections.length;
  // In hundredths of a percent, so that nothing is lost in between; the first ones take what is left over.
  const [share, left] = [Math.floor(10_000 / Math.max(1, count)), 10_000 % Math.max(1, count)];
  return sections.map((each, place) => ({ ...each, weight: (share + (place < left ? 1 : 0)) / 100 }));
}

/** What the sections' weights total, in percent, without what binary numbers add to it. */
export function weightTotal({ sections }: Pick<NewContent, 'sections'>): number {
  return written(sections.reduce((sum, { weight }) => sum + (weight ?? 0), 0));
}

/** What a question is worth: its best answer, times its weight. */
export function worthOf(question: Question): number {
  return written(Math.max(0, ...question.options.map(({ points }) => points)) * question.weight);
}

/** What questions are worth together. */
export function pointsOf(questions: readonly Question[]): number {
  return written(questions.reduce((sum, each) => sum + worthOf(each), 0));
}

/** Which number a question has over the whole scorecard, from 1. */
export function numberOf(sections: readonly Section[], section: number, place: number): number {
  return sections.slice(0, section).reduce((sum, each) => sum + each.questions.length, 0) + place + 1;
}
