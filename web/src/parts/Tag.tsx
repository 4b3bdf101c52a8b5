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
      // A word or two stand in one line, however narrow their column; what is longer breaks.
      styles={{ label: { whiteSpace: isShort(children) ? 'nowrap' : 'normal', overflow: 'visible' } }}
      style={{ color: `var(--debrief-${tone}-text)`, background: `var(--debrief-${tone})` }}
    >
      {children}
    </Badge>
  );
}

const SHORT = 18;

function isShort(children: ReactNode): boolean {
  const parts = Array.isArray(children) ? (children as ReactNode[]) : [children];
  const text = parts.map((part) => (typeof part === 'string' || typeof part === 'number' ? part : null));
  return !text.includes(null) && text.join('').length <= SHORT;
}
