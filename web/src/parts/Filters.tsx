import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useId, type ReactNode } from 'react';
import classes from './Filters.module.css';

/**
 * What narrows a list, in a row. On a narrow window, where it would take half of it, it stands behind one button that
 * says how many of the filters are in force.
 *
 * @param label what is narrowed, for those who can't see it: "Filter people".
 * @param count how many filters are in force; see {@link inForce}.
 * @param always what stays in sight on a narrow window too, such as the choice of a view.
 */
export function Filters({
  label,
  count,
  always,
  children,
}: {
  label: string;
  count: number;
  always?: ReactNode;
  children: ReactNode;
}) {
  const [opened, { toggle }] = useDisclosure(false);
  const id = useId();
  return (
    <Group gap="sm" align="flex-end" role="search" aria-label={label}>
      {always}
      <Button
        variant="default"
        hiddenFrom="sm"
        leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}
        aria-expanded={opened}
        aria-controls={id}
        onClick={toggle}
      >
        {count ? `Filters (${count})` : 'Filters'}
      </Button>
      <div id={id} className={classes.filters} data-opened={opened || undefined}>
        {children}
      </div>
    </Group>
  );
}

/** How many filters are in force, each given as what the address carries of it. */
export function inForce(...filters: unknown[]): number {
  return filters.filter((each) => (Array.isArray(each) ? each.length > 0 : each !== undefined)).length;
}
