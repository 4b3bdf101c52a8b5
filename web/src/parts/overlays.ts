/** What is shown over every page (questions, what was done) is read after the first page is there. */

let up: () => void = () => undefined;
const shown = new Promise<void>((resolve) => {
  up = resolve;
});

/** Call once questions can be asked. */
export function overlaysAreUp(): void {
  up();
}

/** Do it as soon as questions can be asked: at once, but on a slow line. */
export function whenOverlaysAreUp(work: () => void): void {
  void shown.then(work);
}
