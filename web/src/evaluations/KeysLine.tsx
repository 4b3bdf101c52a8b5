import { Button, Group, Kbd, Text } from '@mantine/core';
import classes from './Workplace.module.css';

/**
 * The keys that one needs all the time, at the foot of the scorecard; what a key couldn't do takes their place until
 * the next one.
 */
export function KeysLine({
  hint,
  completes,
  onHelp,
}: {
  hint: string;
  completes: boolean;
  onHelp: () => void;
}) {
  return (
    <div className={classes.keys} data-hint={hint ? '' : undefined}>
      {/* Always in the page: screen readers tell only what changes in a place that they know. */}
      <Text size="xs" role="status" fw={550}>
        {hint}
      </Text>
      {!hint && (
        <Group justify="space-between" gap="xs" visibleFrom="md" wrap="nowrap">
          <Text size="xs" c="dimmed">
            An answer goes on to the next question. <Kbd size="xs">K</Kbd> back
            {completes && (
              <>
                , <Kbd size="xs">Ctrl</Kbd> <Kbd size="xs">Enter</Kbd> completes and opens the next
              </>
            )}
          </Text>
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            style={{ flexShrink: 0 }}
            rightSection={
              <Kbd size="xs" aria-hidden>
                ?
              </Kbd>
            }
            onClick={onHelp}
          >
            All keys
          </Button>
        </Group>
      )}
    </div>
  );
}
