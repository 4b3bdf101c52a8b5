import { Box } from '@mantine/core';
import type { ReactNode } from 'react';

/** What may be wider than the screen, such as a table of figures: it scrolls by itself, by keyboard too. */
export function Wide({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Box role="region" aria-label={label} tabIndex={0} style={{ overflowX: 'auto' }}>
      {children}
    </Box>
  );
}
