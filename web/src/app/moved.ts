/** Addresses that the console once had: in bookmarks, in e-mail that was sent, in notices. They go on working. */

const ROOTS: readonly (readonly [string, string])[] = [
  ['/interactions', '/conversations'],
  ['/intake', '/conversations/intake'],
  ['/meetings', '/coaching/meetings'],
  ['/calibrations', '/evaluations/calibrations'],
  ['/reports', '/performance'],
  ['/scorecards', '/setup/scorecards'],
  ['/settings', '/setup/account'],
  ['/coaching', '/coaching/meetings'],
  ['/setup', '/setup/scorecards'],
];
/** Of these, only the address itself leads on: what stands below it is there. */
const DOORS = new Set(['/coaching', '/setup']);

/**
 * Where an address leads today.
 *
 * @param href path and search, such as `/reports?agent=us_1`.
 * @returns the address as it is now; undefined when it hasn't moved.
 */
export function moved(href: string): string | undefined {
  const { pathname, searchParams: search, hash } = new URL(href, 'https://console.invalid');
  const path = pathname.length > 1 ? pathname.replace(/\/+$/, '') : pathname;
  const found = ROOTS.find(([old]) => path === old || (!DOORS.has(old) && path.startsWith(`${old}/`)));
  if (!found) return undefined;
  const [old, now] = found;
  let to = now + path.slice(old.length);
  if (old === '/reports') {
    const report = search.get('report');
    // It began with the line items, and had two reports that are one by now.
    if (report === null) search.set('report', 'line-items');
    else if (report !== 'line-items' && report !== 'responses') search.delete('report');
  }
  if (old === '/settings') {
    const tab = search.get('tab');
    if (tab === 'roles' || tab === 'indicators') {
      to = `/setup/${tab}`;
      search.delete('tab');
    }
  }
  const asked = search.toString();
  return `${to}${asked && `?${asked}`}${hash}`;
}
