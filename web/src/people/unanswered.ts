import type { Problem } from '@/api/problems';

/** What a person reads where the answer to a file of people didn't come: what happened, and what to do. */
export interface Unanswered {
  title: string;
  advice: string;
}

const ROWS_IN_A_PART = 1000;

/**
 * The words for a file that nobody could answer to in time: the server was cut off over it, or can't be reached.
 *
 * None for what the API itself refused, which says what to mend.
 *
 * @param writing whether the file was to be written, not only checked.
 * @param lines how many lines the file has, where that is known.
 */
export function unanswered(problem: Problem, writing: boolean, lines: number | null): Unanswered | null {
  const cutOff = problem.status === 0 || [500, 502, 503, 504].includes(problem.status);
  if (!cutOff) return null;
  const parts = lines === null ? 1 : Math.ceil(lines / ROWS_IN_A_PART);
  const split =
    parts > 1
      ? ` If it happens again, split the file in ${parts} parts of ${ROWS_IN_A_PART.toLocaleString('en-GB')} rows, each with the first row, and take them one after the other.`
      : ' If it happens again, tell your administrator.';
  if (writing)
    return {
      title: 'No answer came to the import',
      advice: `It may have begun all the same. Try again: the same file isn’t written twice, and you get to the import that has begun.${split}`,
    };
  return {
    title: 'The file could not be checked in time',
    advice: `Nothing was written, and nobody was changed. Your file is still chosen: try again in a moment.${split}`,
  };
}

/** How many lines a file of text has, without what ends the last one. */
export function linesIn(text: string): number {
  return text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '').length;
}
