import { Box, Collapse, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useId, useState, type ReactNode } from 'react';

/**
 * Something that most people need not see, behind its name. It is made, and asks for what it shows, when it is first opened.
 *
 * @param begun whether there is something in it that somebody began and hasn't saved: then it stands open.
 */
export function Disclosure({
  label,
  begun = false,
  children,
}: {
  label: string;
  begun?: boolean;
  children: ReactNode;
}) {
  const [opened, setOpened] = useState<boolean | undefined>(begun || undefined);
  const id = useId();
  return (
    <Box>
      <UnstyledButton
        onClick={() => setOpened(!opened)}
        aria-expanded={opened === true}
        aria-controls={id}
        fz="sm"
        mih={24}
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
      <Collapse expanded={opened === true} id={id}>
        <Box pt="xs">{opened !== undefined && children}</Box>
      </Collapse>
    </Box>
  );
}
