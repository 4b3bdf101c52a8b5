import { Draggable, Droppable } from '@hello-pangea/dnd';
import { Box } from '@mantine/core';
import { IconGripVertical } from '@tabler/icons-react';
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
