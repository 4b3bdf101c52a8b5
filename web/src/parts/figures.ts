/** Texts that the first page doesn't need. */
import { fixed } from './numbers';

/** "−0.12": as `fixed`, with the sign that figures have and not a hyphen. */
export const figure = (value: number, digits = 0) => fixed(value, digits).replace('-', '−');

/** "Did they greet? Yes", "Greeting: Yes": a question and its answer, without a colon behind a mark. */
export const answered = (question: string, answer: string) =>
  /[?!.:…]$/.test(question.trim()) ? `${question.trim()} ${answer}` : `${question}: ${answer}`;
