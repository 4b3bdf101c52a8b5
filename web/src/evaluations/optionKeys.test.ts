import { expect, test } from 'vitest';
import type { Option, Question } from '@/api/schema';
import { keyOf, optionAt } from './optionKeys';

const option = (id: string, value: number | null = null): Option => ({
  id,
  label: id,
  value,
  points: 0,
  passes: false,
  auto_fail: 'none',
});

const asks = (kind: Question['kind'], options: Option[]) => ({ kind, options });

test('yes and no have their letters and their places', () => {
  const question = asks('yes_no', [option('yes'), option('no')]);
  expect(question.options.map((each) => keyOf(question, each))).toEqual(['y', 'n']);
  expect(optionAt(question, 'n')?.id).toBe('no');
  expect(optionAt(question, '1')?.id).toBe('yes');
  expect(optionAt(question, '3')).toBeUndefined();
});

test('on a scale of digits the digit is the place on the scale', () => {
  const question = asks('rating_scale', [option('a', 0), option('b', 1), option('c', 2)]);
  expect(optionAt(question, '0')?.id).toBe('a');
  expect(optionAt(question, '2')?.id).toBe('c');
});

test('on any other scale, and among choices, it is the place in the list', () => {
  const scale = asks('rating_scale', [option('a', 0.5), option('b', 20)]);
  expect(optionAt(scale, '2')?.id).toBe('b');
  const many = asks(
    'single_choice',
    Array.from({ length: 11 }, (_, index) => option(`o${index}`)),
  );
  expect(keyOf(many, many.options[9] ?? option('none'))).toBeNull();
  expect(optionAt(many, '9')?.id).toBe('o8');
});
