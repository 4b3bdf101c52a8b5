/** What is read once the page shows: what stands around it, and over it. */
import { lazy } from 'react';
import { insist } from './insist';

const header = () => pageIsThere.then(() => insist(() => import('./HeaderTools')));
let there: () => void = () => undefined;
// What one came for comes first.
const pageIsThere = new Promise<void>((resolve) => {
  there = resolve;
});

/** Call once the first page's script is there, or can't be had. */
export function pageCame(): void {
  there();
}

const notice = () => insist(() => import('./SignedOutNotice'));

export const SearchBox = lazy(() => header().then((all) => ({ default: all.SearchBox })));
export const Bell = lazy(() => header().then((all) => ({ default: all.Bell })));
export const PersonMenu = lazy(() => header().then((all) => ({ default: all.PersonMenu })));
export const Overlays = lazy(() =>
  pageIsThere.then(() => insist(() => import('./Overlays'))).then((all) => ({ default: all.Overlays })),
);
export const SignedOutNotice = lazy(() => notice().then((all) => ({ default: all.SignedOutNotice })));

/** Have ready what will be needed when a session runs out: the line may be gone by then. */
export function readForLater(): void {
  void notice();
}
