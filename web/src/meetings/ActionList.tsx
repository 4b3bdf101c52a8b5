import { ActionIcon, Box, Checkbox, Group, Menu, Stack, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import type { ActionView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { confirm } from '@/parts/confirm';
import { late } from '@/parts/late';
import { Name } from '@/parts/Name';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { Tag } from '@/parts/Tag';
import { Day } from '@/parts/When';
import { useDeleteAction, useTick } from './changes';
import { MOST_ACTIONS } from './queries';
import { stateOf } from './words';

// Only who changes an action needs it.
const ActionDialog = late(() => import('./ActionDialog').then((all) => all.ActionDialog));

/**
 * Actions to tick, to change, or only to read, as the API allows for each.
 *
 * @param name what they are, for those who can't see the list.
 * @param assignees whether they are several people's: then it says whose each is, and no more than is needed to tell.
 */
export function ActionList({
  name,
  actions,
  assignees = false,
}: {
  name: string;
  actions: ActionView[];
  assignees?: boolean;
}) {
  const tick = useTick();
  const remove = useDeleteAction();
  const [editedId, setEditedId] = useState<string | null>(null);
  const edited = actions.find((each) => each.id === editedId);
  const failed = tick.error ?? remove.error;
  return (
    <Stack gap="sm">
      <Stack component="ul" aria-label={name} gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
        {actions.map((action) => (
          <Item
            key={action.id}
            action={action}
            assignee={assignees}
            onTick={(done) => tick.mutate({ action, done })}
            onEdit={() => setEditedId(action.id)}
            onDelete={() =>
              confirm({
                title: 'Delete this action?',
                children: `“${action.title}” is deleted for good.`,
                label: 'Delete action',
                onConfirm: () => remove.mutate(action, { onSuccess: () => said('Action deleted') }),
              })
            }
          />
        ))}
      </Stack>
      {actions.length >= MOST_ACTIONS && (
        <Text size="sm" c="dimmed">
          There may be more: these are the newest {actions.length}.
        </Text>
      )}
      {failed && <ProblemNotice error={failed} />}
      {edited && <ActionDialog subject={{ action: edited }} onClose={() => setEditedId(null)} />}
    </Stack>
  );
}

function Item({
  action,
  assignee,
  onTick,
  onEdit,
  onDelete,
}: {
  action: ActionView;
  assignee: boolean;
  onTick: (done: boolean) => void;
  onEdit: () => void;
  onDelete: () => void;
}) {
  const done = action.status === 'completed';
  const verb = done ? 'reopen' : 'complete';
  const tickable = action.actions.includes(verb);
  const { word, tone } = stateOf(action);
  const [edit, del] = [action.actions.includes('edit'), action.actions.includes('delete')];
  return (
    <Group component="li" gap="sm" wrap="nowrap" align="flex-start">
      <Checkbox
        mt={2}
        checked={done}
        // Not `disabled`: the box that was just ticked would lose the keyboard's focus.
        aria-disabled={!tickable || undefined}
        aria-label={`${done ? 'Open again' : 'Complete'}: ${action.title}`}
        styles={tickable ? {} : { input: { opacity: 0.6, cursor: 'default' } }}
        onChange={(event) => {
          if (tickable) onTick(event.currentTarget.checked);
        }}
      />
      <Box style={{ flex: 1, minWidth: 0 }}>
        <Text fw={500} td={done ? 'line-through' : undefined} c={done ? 'dimmed' : undefined} maw={640}>
          {action.title}
        </Text>
        {action.description && !done && !assignee && (
          <Text size="sm" c="dimmed" maw={640} style={{ whiteSpace: 'pre-line' }} lineClamp={3}>
            {action.description}
          </Text>
        )}
        <Group gap="xs" mt={4} fz="sm" style={{ rowGap: 2 }}>
          <Tag tone={tone}>{word}</Tag>
          {assignee && (
            <Anchor
              to="/people/$personId"
              params={{ personId: action.assignee_id }}
              search={{ tab: 'actions' }}
              size="sm"
            >
              <Name of={action.assignee_name} />
            </Anchor>
          )}
          {action.due_date && (
            <Text span size="sm" c="dimmed">
              due <Day day={action.due_date} />
            </Text>
          )}
          {action.target && !assignee && (
            <Text span size="sm" c="dimmed">
              for {action.target.text}
            </Text>
          )}
          {!assignee && (
            <Text span size="sm" c="dimmed">
              {action.origin_label}
            </Text>
          )}
        </Group>
      </Box>
      {(edit || del) && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`More for: ${action.title}`}>
              <IconDots size={17} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {edit && <Menu.Item onClick={onEdit}>Edit</Menu.Item>}
            {del && (
              <Menu.Item color="red" onClick={onDelete}>
                Delete
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  );
}
