import { Badge, type BadgeProps } from '@mantine/core';
import type { ReactNode } from 'react';

/** What a colour means. Never alone: the tag's word says it too. */
export type Tone = 'neutral' | 'accent' | 'good' | 'watch' | 'act';

/** A status in a word. */
export function Tag({
  tone = 'neutral',
  children,
  ...rest
}: { tone?: Tone; children: ReactNode } & Omit<BadgeProps, 'color' | 'variant' | 'children'>) {
  return (
    <Badge
      radius="sm"
      tt="none"
      fw={550}
      fz="xs"
      h="auto"
      py={2}
      px={7}
      {...rest}
      styles={{ label: { whiteSpace: 'normal', overflow: 'visible' } }}
      style={{ color: `var(--debrief-${tone}-text)`, background: `var(--debrief-${tone})` }}
    >
      {children}
    </Badge>
  );
}
