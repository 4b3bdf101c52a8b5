const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/**
 * Read a part that the console can't be without, and try again until it comes: a page that is missing can say so itself,
 * this can't.
 */
export async function insist<T>(read: () => Promise<T>): Promise<T> {
  for (let wait = FIRST_MS; ; wait = Math.min(2 * wait, LONGEST_MS)) {
    try {
      return await read();
    } catch {
      await new Promise((done) => setTimeout(done, wait));
    }
  }
}
