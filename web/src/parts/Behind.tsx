import { Box, Tooltip } from '@mantine/core';
import { createContext, useContext, type ReactNode } from 'react';
import { useMay } from '@/session/me';
import { Anchor } from './Anchor';
import { behind, type Counted, type Which } from './proof';

/** What is said of a figure beside it, such as its interval; null for nothing. Who draws the figure says it. */
export const SaidBeside = createContext<string | null>(null);

/**
 * A figure that leads to the evaluations which it counts, for those who may see any. A figure of nothing leads nowhere.
 *
 * What is {@link SaidBeside} it is on the link or, where there is none, on the figure, which the keyboard then reaches.
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
  const beside = useContext(SaidBeside);
  if (of === null || count === 0 || !may('evaluations.view')) return <Said>{children}</Said>;
  const link = (
    <Anchor
      to="/evaluations"
      search={behind(of, which)}
      inherit
      // Figures stand among others that lead nowhere: colour alone wouldn't tell them apart.
      underline="always"
      // Large enough to be hit where several stand below each other.
      display="inline-block"
      mih={24}
      // The name stands for the text, and what is said beside it belongs to both.
      aria-label={beside === null ? says : `${says}, ${beside}`}
    >
      {children}
    </Anchor>
  );
  return beside === null ? link : <Tooltip label={beside}>{link}</Tooltip>;
}

/** A figure that leads nowhere, with what is said beside it on hover and on focus. */
export function Said({ children }: { children: ReactNode }) {
  const beside = useContext(SaidBeside);
  if (beside === null) return <>{children}</>;
  return (
    <Tooltip label={beside}>
      {/* What a tooltip says is for the keyboard too. */}
      <Box component="span" tabIndex={0}>
        {children}
      </Box>
    </Tooltip>
  );
}
