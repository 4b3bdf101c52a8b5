import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** Facts with their names, as a list. */
export function Facts({ facts }: { facts: [name: string, value: ReactNode][] }) {
  return (
    <dl
      style={{
        margin: 0,
        display: 'grid',
        gridTemplateColumns: 'minmax(96px, max-content) 1fr',
        gap: '4px 16px',
      }}
    >
      {facts.map(([name, value]) => (
        <Text key={name} component="div" size="sm" style={{ display: 'contents' }}>
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }}>
            {value}
          </Text>
        </Text>
      ))}
    </dl>
  );
}
