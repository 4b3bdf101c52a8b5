import { Popover, Tooltip, UnstyledButton } from '@mantine/core';
import { useId, useState, type ReactNode } from 'react';
import { useReportPlace } from './context';
import { FactSource } from './FactSource';
import classes from './report.module.css';

/**
 * A computed number: a click or Enter opens where it comes from.
 *
 * @param definition what it measures, said on hover and on focus.
 */
export function FactValue({
  factId,
  className = classes.fact,
  definition,
  label,
  children,
}: {
  factId: string;
  className?: string | undefined;
  definition?: string;
  /** What a screen reader says, where the content alone isn't clear. */
  label?: string;
  children: ReactNode;
}) {
  const { facts } = useReportPlace();
  const [opened, setOpened] = useState(false);
  const described = useId();
  const fact = facts.get(factId);
  if (!fact) return <>{children}</>;
  const button = (
    <UnstyledButton
      className={className}
      aria-label={label}
      aria-describedby={definition ? described : undefined}
      // Escape closes what it opened, and not the drawer that the report may stand in.
      data-mantine-stop-propagation={opened || undefined}
      onClick={() => setOpened((before) => !before)}
    >
      {children}
    </UnstyledButton>
  );
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      width={320}
      shadow="md"
      trapFocus
      returnFocus
      middlewares={{ shift: { padding: 8 }, flip: true }}
      transitionProps={{ duration: 100 }}
    >
      {definition && (
        <span id={described} hidden>
          {definition}
        </span>
      )}
      <Popover.Target>
        {definition ? (
          <Tooltip label={definition} disabled={opened} events={{ hover: true, focus: true, touch: false }}>
            {button}
          </Tooltip>
        ) : (
          button
        )}
      </Popover.Target>
      <Popover.Dropdown p="md" data-mantine-stop-propagation>
        <FactSource fact={fact} definition={definition} onClose={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}
