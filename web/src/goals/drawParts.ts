/** A part without the row that says where the next one begins, and where that is. */
export function partOf(csv: string): [string, string | undefined] {
  const found = /^next,,([^,]+),,,\r?\n?$/m.exec(csv);
  return found ? [csv.slice(0, found.index), found[1]] : [csv, undefined];
}
