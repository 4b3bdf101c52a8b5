import type { ReactNode } from 'react';
import { useMay } from '@/session/me';
import { Anchor } from './Anchor';
import { behind, type Counted, type Which } from './proof';

/**
 * A figure that leads to the evaluations which it counts, for those who may see any. A figure of nothing leads nowhere.
 *
 * @param says what it leads to, for those who don't see where it stands.
 */
export function Behind({
  of,
  which,
  says,
  count,
  children,
}: {
  /** Whose; null where the figure names nobody, and leads to nobody. */
  of: Counted | null;
  which: Which;
  says: string;
  count?: number;
  children: ReactNode;
}) {
  const may = useMay();
  if (of === null || count === 0 || !may('evaluations.view')) return <>{children}</>;
  return (
    <Anchor to="/evaluations" search={behind(of, which)} inherit aria-label={says}>
      {children}
    </Anchor>
  );
}
