/** Phrase rules in words, and as the form holds them. */
import type { FieldError, Indicator, Speaker } from '@/api/schema';
import { wordOf } from '@/parts/words';

export type Window = 'anywhere' | 'first' | 'last';

/** A rule as the form holds it. seconds: of the window. */
export interface RuleValues {
  name: string;
  any_of: string[];
  speaker: Speaker | 'anybody';
  absence: boolean;
  window: Window;
  seconds: number;
}

/** Who is meant in a rule. Rules of bots and of nobody known are rare, and only offered where one is. */
export const SAID_BY: Record<RuleValues['speaker'], string> = {
  anybody: 'Anybody',
  agent: 'The agent',
  customer: 'The customer',
  colleague: 'Another agent',
  system: 'A bot or an announcement',
  unknown: 'Somebody unknown',
};

/** Whom a rule can be made to mean, and whom it means now. */
export function speakersFor(rule: Indicator | null): RuleValues['speaker'][] {
  const usual = ['anybody', 'agent', 'customer'] as const;
  const now = rule?.speaker;
  return now === 'system' || now === 'unknown' || now === 'colleague' ? [...usual, now] : [...usual];
}

const SECOND_MS = 1000;
const HALF_A_MINUTE = 30;

export function valuesOf(rule: Indicator | null): RuleValues {
  if (!rule) {
    return {
      name: '',
      any_of: [],
      speaker: 'anybody',
      absence: false,
      window: 'anywhere',
      seconds: HALF_A_MINUTE,
    };
  }
  const ms = rule.first_ms ?? rule.last_ms;
  return {
    name: rule.name,
    any_of: rule.any_of,
    speaker: rule.speaker ?? 'anybody',
    absence: rule.absence,
    window: rule.first_ms ? 'first' : rule.last_ms ? 'last' : 'anywhere',
    seconds: ms ? ms / SECOND_MS : HALF_A_MINUTE,
  };
}

/** The rule that the form says. */
export function ruleOf(id: string, values: RuleValues): Indicator {
  const ms = Math.round(values.seconds * SECOND_MS);
  return {
    id,
    name: values.name.trim(),
    any_of: values.any_of,
    speaker: values.speaker === 'anybody' ? null : values.speaker,
    absence: values.absence,
    first_ms: values.window === 'first' ? ms : null,
    last_ms: values.window === 'last' ? ms : null,
  };
}

/** "the customer says one of them in the first 30 s". */
export function sayRule({ speaker, absence, first_ms, last_ms }: Indicator): string {
  const named = wordOf(SAID_BY, speaker ?? 'anybody');
  const who = !speaker && absence ? 'nobody' : named.charAt(0).toLowerCase() + named.slice(1);
  const what = absence ? (who === 'nobody' ? 'says any of them' : 'says none of them') : 'says one of them';
  const when = first_ms
    ? ` in the first ${first_ms / SECOND_MS} s`
    : last_ms
      ? ` in the last ${last_ms / SECOND_MS} s`
      : '';
  return `${who} ${what}${when}`;
}

/** What is wrong with one rule, out of the errors of all of them: `/rules/2/any_of/0` → `any_of`. */
export function wrongWith(fields: FieldError[], place: number): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { pointer, message } of fields) {
    const [, list, at, name] = pointer.split('/');
    if (list === 'rules' && at === String(place)) found[name ?? ''] ??= message;
  }
  return found;
}
