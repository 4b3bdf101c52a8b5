/** The agenda as lines of text: whether a point stands on it, and the agenda with more of them. */

/** Characters that an agenda may have. */
export const MOST = 10_000;

/** A point as one line of plain words, however it was written. */
const words = (point: string) =>
  point
    .replace(/\s*\n\s*/g, ' ')
    .replace(/^[\s\-*•]+/, '')
    .trim();

/** Whether a point stands on the agenda, on a line of its own. */
export function holds(agenda: string, point: string): boolean {
  return agenda.split('\n').some((line) => words(line) === words(point));
}

/** The agenda with the points that it doesn't hold yet, each on a line below what is there, as many as fit. */
export function withPoints(agenda: string, points: string[]): string {
  let text = agenda;
  for (const point of points) {
    const line = `- ${words(point)}`;
    const longer = text.trim() ? `${text.replace(/\n+$/, '')}\n${line}` : line;
    if (!holds(text, line) && longer.length <= MOST) text = longer;
  }
  return text;
}
