/** A condition as it is edited: the same tree that the API stores. */
import type { AutomationContentInput, FieldView } from '@/api/schema';

export type Condition = AutomationContentInput['condition'];
export type Group = Extract<Condition, { kind?: 'all' } | { kind?: 'any' }>;
export type Leaf = Exclude<Condition, Group>;

/** Groups within groups that the editor offers; the API takes some more. */
export const DEEPEST = 3;

export const isGroup = (one: Condition): one is Group => one.kind === 'all' || one.kind === 'any';

/** The condition as a group: what is one test alone is all that has to hold. */
export function grouped(condition: Condition): Group {
  return isGroup(condition) ? condition : { kind: 'all', of: [condition] };
}

export const OPERATORS = {
  in: 'is one of',
  not_in: 'is none of',
  within: 'lies between',
  present: 'is known',
  absent: 'isn’t known',
} as const;
export type Operator = keyof typeof OPERATORS;

/** What may be asked of a field. */
export function operatorsOf({ kind }: Pick<FieldView, 'kind'>): Operator[] {
  return kind === 'number' ? ['within', 'present', 'absent'] : ['in', 'not_in', 'present', 'absent'];
}

/** A test of a field, with what was typed before where that still fits. */
export function leafOf(field: FieldView, operator: Operator, before?: Leaf): Leaf {
  const kept = before && 'field' in before && before.field === field.name ? before : undefined;
  switch (operator) {
    case 'in':
    case 'not_in':
      return { kind: operator, field: field.name, values: kept && 'values' in kept ? kept.values : [] };
    case 'within':
      return {
        kind: 'within',
        field: field.name,
        at_least: kept?.kind === 'within' ? kept.at_least : null,
        at_most: kept?.kind === 'within' ? kept.at_most : null,
      };
    default:
      return { kind: operator, field: field.name };
  }
}

/** The group with one of its parts replaced, or without it. */
export function withPart(group: Group, at: number, part: Condition | null): Group {
  const of = group.of;
  return { ...group, of: part ? of.map((each, index) => (index === at ? part : each)) : of.toSpliced(at, 1) };
}

/** What is asked, without tests that were begun and name no value. */
export function complete(condition: Condition): Condition {
  if (isGroup(condition)) {
    return { ...condition, of: condition.of.map(complete).filter((each) => !isUnfinished(each)) };
  }
  return condition;
}

/** Whether a test was begun that names no value: left out, it would be for more conversations than somebody meant. */
export function unfinished(condition: Condition): boolean {
  return isGroup(condition) ? condition.of.some(unfinished) : isUnfinished(condition);
}

function isUnfinished(condition: Condition): boolean {
  if (condition.kind === 'in' || condition.kind === 'not_in') return condition.values.length === 0;
  if (condition.kind === 'within') return condition.at_least == null && condition.at_most == null;
  return false;
}

/** The condition in words. nameOf: what a value is called, such as a person's name for an id. */
export function sayCondition(
  condition: Condition,
  fields: FieldView[],
  nameOf: (field: string, value: string) => string,
): string {
  if (isGroup(condition)) {
    const parts = condition.of.map((each) => {
      const said = sayCondition(each, fields, nameOf);
      return isGroup(each) && each.of.length > 1 ? `(${said})` : said;
    });
    if (parts.length === 0) return condition.kind === 'any' ? 'no conversation' : 'every conversation';
    return parts.join(condition.kind === 'any' ? ' or ' : ' and ');
  }
  const field = 'field' in condition ? fields.find(({ name }) => name === condition.field) : undefined;
  const label = field?.label ?? ('field' in condition ? condition.field : '');
  switch (condition.kind) {
    case 'in':
    case 'not_in': {
      const values = condition.values.map((each) => nameOf(condition.field, each));
      const some = values.length > 4 ? [...values.slice(0, 3), `${values.length - 3} more`] : values;
      return `${label} ${condition.kind === 'in' ? 'is' : 'isn’t'} ${some.join(condition.kind === 'in' ? ' or ' : ' nor ')}`;
    }
    case 'within': {
      const low = condition.at_least == null ? undefined : `at least ${seconds(condition.at_least)}`;
      const high = condition.at_most == null ? undefined : `at most ${seconds(condition.at_most)}`;
      return `${label} ${[low, high].filter(Boolean).join(' and ')}`;
    }
    case 'absent':
      return `${label} isn’t known`;
    case 'present':
      return `${label} is known`;
    default:
      return 'certain words';
  }
}

const seconds = (ms: number) => `${ms / 1000} s`;
