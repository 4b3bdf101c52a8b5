import { Box, Drawer, Group, ScrollArea } from '@mantine/core';
import { IconArrowUpRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Anchor } from './Anchor';

/**
 * A thing beside the list that it was opened from. It has an address (the page keeps its id after `?open=`), and can
 * be opened whole in a new tab.
 *
 * @param whole address of the thing's own page.
 */
export function DetailDrawer({
  opened,
  title,
  whole,
  onClose,
  size = 'xl',
  children,
}: {
  opened: boolean;
  title: ReactNode;
  whole?: string;
  onClose: () => void;
  size?: string | number;
  children: ReactNode;
}) {
  return (
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      size={size}
      position="right"
      scrollAreaComponent={ScrollArea.Autosize}
    >
      <Drawer.Overlay />
      <Drawer.Content>
        <Drawer.Header role="presentation">
          <Group justify="space-between" style={{ flex: 1 }} gap="sm" pr="sm">
            <Drawer.Title fw={600} fz="lg">
              {title}
            </Drawer.Title>
            {whole && (
              <Anchor to={whole} target="_blank" size="sm">
                <Group gap={4} wrap="nowrap">
                  Open in a new tab <IconArrowUpRight size={15} aria-hidden />
                </Group>
              </Anchor>
            )}
          </Group>
          <Drawer.CloseButton aria-label="Close" />
        </Drawer.Header>
        <Drawer.Body>
          <Box>{children}</Box>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
