import { Box, Collapse, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import { useId, type ReactNode } from 'react';

/** Something that most people need not see, behind its name. */
export function Disclosure({ label, children }: { label: string; children: ReactNode }) {
  const [opened, { toggle }] = useDisclosure(false);
  const id = useId();
  return (
    <Box>
      <UnstyledButton
        onClick={toggle}
        aria-expanded={opened}
        aria-controls={id}
        fz="sm"
        c="var(--mantine-color-anchor)"
        className="no-print"
      >
        <IconChevronRight
          size={14}
          aria-hidden
          style={{ transform: opened ? 'rotate(90deg)' : undefined, marginRight: 4, verticalAlign: -2 }}
        />
        {label}
      </UnstyledButton>
      <Collapse expanded={opened} id={id}>
        <Box pt="xs">{children}</Box>
      </Collapse>
    </Box>
  );
}
