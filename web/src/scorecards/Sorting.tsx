import { Draggable, Droppable } from '@hello-pangea/dnd';
import { ActionIcon, Box, Group, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Sorting.module.css';

/**
 * A list whose things can be dragged to another place, by mouse, by touch and by keyboard (space, arrows, space).
 *
 * @param id names the list; what is dropped is told with it.
 * @param type things of one type can be dragged from one list to another.
 */
export function Sorting({ id, type, children }: { id: string; type: string; children: ReactNode }) {
  return (
    <Droppable droppableId={id} type={type}>
      {(list) => (
        <div ref={list.innerRef} {...list.droppableProps} className={classes.list}>
          {children}
          {list.placeholder}
        </div>
      )}
    </Droppable>
  );
}

/**
 * A thing of a {@link Sorting} list.
 *
 * @param label what it is called: "question 2".
 * @param children takes the handle to drag it by.
 */
export function Sorted({
  id,
  index,
  label,
  children,
}: {
  id: string;
  index: number;
  label: string;
  children: (handle: ReactNode) => ReactNode;
}) {
  return (
    <Draggable draggableId={id} index={index}>
      {(item, { isDragging }) => (
        <div
          ref={item.innerRef}
          {...item.draggableProps}
          className={classes.item}
          data-dragging={isDragging || undefined}
        >
          {children(
            <Box {...item.dragHandleProps} className={classes.handle} aria-label={`Drag ${label}`}>
              <IconGripVertical size={16} aria-hidden />
            </Box>,
          )}
        </div>
      )}
    </Draggable>
  );
}

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
  const move = (by: 1 | -1) => {
    onMove(by);
    requestAnimationFrame(() => {
      const pressed = document.getElementById(buttonId(id, by));
      const usable = pressed instanceof HTMLButtonElement && !pressed.disabled;
      (usable ? pressed : document.getElementById(buttonId(id, by === 1 ? -1 : 1)))?.focus();
    });
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
