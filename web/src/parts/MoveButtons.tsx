import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';

/** How long after a press the focus is brought back. */
const SOON_MS = 2000;

const buttonId = (id: string, by: 1 | -1) => `move-${by === 1 ? 'down' : 'up'}-${id}`;

/**
 * The buttons that move a thing by one place. The focus stays on the one that was pressed, or goes to the other at the
 * end of the way.
 */
export function MoveButtons({
  id,
  label,
  up,
  down,
  onMove,
}: {
  id: string;
  label: string;
  up: boolean;
  down: boolean;
  onMove: (by: 1 | -1) => void;
}) {
  const pressed = useRef<1 | -1 | null>(null);
  const ending = useRef<ReturnType<typeof setTimeout>>(undefined);
  const follow = () => {
    const last = pressed.current;
    if (last === null) return;
    const here = document.activeElement;
    // Moving what has the focus in the page takes it away, and so does disabling it.
    if (here !== null && here !== document.body && here.id !== 'content' && !here.matches(':disabled'))
      return;
    const same = document.getElementById(buttonId(id, last));
    const usable = same instanceof HTMLButtonElement && !same.disabled;
    (usable ? same : document.getElementById(buttonId(id, last === 1 ? -1 : 1)))?.focus();
  };
  // The list may be drawn anew at once or after its change was sent: each time it is looked at.
  useEffect(follow);
  const move = (by: 1 | -1) => {
    pressed.current = by;
    // The press before may be on its way yet, and doesn't end this one.
    clearTimeout(ending.current);
    ending.current = setTimeout(() => {
      pressed.current = null;
    }, SOON_MS);
    onMove(by);
    requestAnimationFrame(follow);
  };
  return (
    <Group gap={2} wrap="nowrap">
      {([-1, 1] as const).map((by) => (
        <Tooltip key={by} label={by === 1 ? 'Move down' : 'Move up'}>
          <ActionIcon
            id={buttonId(id, by)}
            variant="subtle"
            color="gray"
            size="md"
            aria-label={`Move ${label} ${by === 1 ? 'down' : 'up'}`}
            disabled={by === 1 ? !down : !up}
            onClick={() => move(by)}
          >
            {by === 1 ? <IconArrowDown size={16} /> : <IconArrowUp size={16} />}
          </ActionIcon>
        </Tooltip>
      ))}
    </Group>
  );
}
