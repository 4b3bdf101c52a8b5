import { given } from '@/parts/search';

/** One report: all that its address carries is which one, and that stands in the path. */
export function one() {
  return given({});
}
