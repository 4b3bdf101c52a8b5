import { Box, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useEffect, useRef, type ReactNode } from 'react';
import { hasLostFocus } from './focus';

/**
 * A page: its name as heading and in the browser's tab, what can be done with it, and its content.
 *
 * @param above links to what it belongs to.
 * @param subtitle a line below the name.
 */
export function Page({
  title,
  above,
  subtitle,
  actions,
  children,
}: {
  title: string;
  above?: ReactNode[];
  subtitle?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  useDocumentTitle(`${title} · Debrief`);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Whoever comes from another page by keyboard goes on from this one's name, and not from the top.
    if (hasLostFocus()) head.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Stack gap="lg">
      <Box>
        {above && (
          <Breadcrumbs fz="sm" mb={4} className="no-print">
            {above}
          </Breadcrumbs>
        )}
        <Group justify="space-between" align="flex-start" gap="sm">
          <Box>
            <Title order={1} ref={head} tabIndex={-1} style={{ outline: 'none' }}>
              {/* It may be somebody's name, or begin with one. */}
              <bdi>{title}</bdi>
            </Title>
            {subtitle && (
              <Text component="div" size="sm" c="dimmed" mt={2}>
                {subtitle}
              </Text>
            )}
          </Box>
          {actions && (
            <Group gap="xs" className="no-print">
              {actions}
            </Group>
          )}
        </Group>
      </Box>
      {children}
    </Stack>
  );
}

/** A part of a page on a sheet of its own. */
export function Sheet({
  title,
  actions,
  children,
  pad = true,
}: {
  title?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** Off for tables, which run to the edge. */
  pad?: boolean;
}) {
  return (
    <Box
      component="section"
      bg="var(--debrief-raised)"
      bd="1px solid var(--debrief-line)"
      style={{ borderRadius: 'var(--mantine-radius-md)' }}
    >
      {(title ?? actions) && (
        <Group justify="space-between" px="md" pt="md" pb={pad ? 0 : 'sm'} gap="sm">
          {typeof title === 'string' ? <Title order={2}>{title}</Title> : title}
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
      )}
      <Box p={pad ? 'md' : 0}>{children}</Box>
    </Box>
  );
}
