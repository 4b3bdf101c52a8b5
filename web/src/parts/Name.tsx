import { isKept } from './bidi';

/**
 * A person's name as it is written, whichever way: it stands for itself among what is written the other way round, and
 * its words aren't taken apart at the end of a line where they are read from the right.
 */
export function Name({ of }: { of: string | null | undefined }) {
  if (!of) return null;
  return <bdi style={isKept(of) ? { whiteSpace: 'nowrap' } : undefined}>{of}</bdi>;
}
