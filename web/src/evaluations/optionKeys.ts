/** Which key chooses which option of a question. */
import type { Option, Question } from '@/api/schema';

/**
 * The key of an option: Y and N in yes/no questions, the place on the scale in a rating scale of single digits,
 * else the option's place in the list. None for the tenth option and those after it.
 */
export function keyOf(question: Pick<Question, 'kind' | 'options'>, option: Option): string | null {
  if (question.kind === 'yes_no') return option.id === 'yes' ? 'y' : 'n';
  if (question.kind === 'rating_scale' && question.options.every(({ value }) => isDigit(value))) {
    return String(option.value);
  }
  const place = question.options.indexOf(option) + 1;
  return place > 0 && place < 10 ? String(place) : null;
}

/** The option that a key chooses; yes/no questions know 1 and 2 too. */
export function optionAt(question: Pick<Question, 'kind' | 'options'>, key: string): Option | undefined {
  const digit = Number(key);
  if (question.kind === 'yes_no' && Number.isInteger(digit)) return question.options[digit - 1];
  return question.options.find((option) => keyOf(question, option) === key);
}

function isDigit(value: number | null | undefined): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 9;
}
