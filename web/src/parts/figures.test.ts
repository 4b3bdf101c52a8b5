import { expect, test } from 'vitest';
import { answered, figure } from './figures';

test('a figure below nought has a minus sign', () => {
  expect(figure(-0.125, 2)).toBe('−0.13');
  expect(figure(0.5, 2)).toBe('0.50');
});

test('a question that ends with its mark has no colon behind it', () => {
  expect(answered('How well?', 'Insulted')).toBe('How well? Insulted');
  expect(answered('Greeting', 'Yes')).toBe('Greeting: Yes');
});
