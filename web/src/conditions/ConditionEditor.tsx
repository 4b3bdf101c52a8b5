import { ActionIcon, Box, Button, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { FieldView } from '@/api/schema';
import { Heading } from '@/parts/Heading';
import { Loaded } from '@/parts/Loaded';
import { counted } from '@/parts/numbers';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useSayReasons } from '@/parts/useSayReasons';
import { ConditionValues } from './ConditionValues';
import { fieldsQuery, useTrial } from './queries';
import {
  complete,
  DEEPEST,
  grouped,
  isGroup,
  leafOf,
  OPERATORS,
  operatorsOf,
  unfinished,
  withPart,
  type Condition,
  type Group as Grouped,
  type Leaf,
} from './tree';

/** Which conversations something is for: tests, all or one of which have to hold, and groups of them. */
export function ConditionEditor({
  value,
  onChange,
}: {
  value: Condition;
  onChange: (condition: Condition) => void;
}) {
  const fields = useQuery(fieldsQuery);
  const trial = useTrial();
  const say = useSayReasons(trial.data?.examples.flatMap((each) => each.why) ?? []);
  const group = grouped(value);
  const asked = complete(group);
  // What came of another condition says nothing of this one.
  const told = JSON.stringify(trial.variables) === JSON.stringify(asked) ? trial.data : undefined;
  return (
    <Loaded query={fields}>
      {(known) => (
        <Stack gap="xs" role="group" aria-label="Conditions">
          <GroupEditor name="Conditions" group={group} fields={known} depth={1} onChange={onChange} />
          <Group gap="sm">
            <Button size="xs" variant="default" loading={trial.isPending} onClick={() => trial.mutate(asked)}>
              Try on the newest conversations
            </Button>
            <Text size="sm" role="status">
              {told && `It holds for ${told.holding} of ${counted(told.looked_at, 'conversation')}.`}
            </Text>
          </Group>
          {told && told.examples.length > 0 && (
            <Stack component="ul" gap={2} m={0} pl="md" fz="xs" c="dimmed">
              {told.examples.slice(0, 4).map((each) => (
                <li key={each.interaction_id}>
                  <Heading of={{ ...each, at: each.started_at }} />
                  {each.holds ? 'Yes' : 'No'}: {say(each.why)}
                </li>
              ))}
            </Stack>
          )}
          {trial.error && <ProblemNotice error={trial.error} />}
        </Stack>
      )}
    </Loaded>
  );
}

function GroupEditor({
  name,
  group,
  fields,
  depth,
  onChange,
  onRemove,
}: {
  name: string;
  group: Grouped;
  fields: FieldView[];
  depth: number;
  onChange: (group: Grouped) => void;
  onRemove?: () => void;
}) {
  const parts = group.of;
  const first = fields[0];
  const add = (part: Condition) => onChange({ ...group, of: [...parts, part] });
  return (
    <Box
      role="group"
      aria-label={name}
      p="sm"
      bd="1px solid var(--debrief-line)"
      style={{ borderRadius: 'var(--mantine-radius-md)' }}
    >
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <SegmentedControl
            size="xs"
            aria-label={`${name}: how many have to hold`}
            data={[
              { value: 'all', label: 'All have to hold' },
              { value: 'any', label: 'One has to hold' },
            ]}
            value={group.kind}
            onChange={(kind) => onChange({ kind: kind === 'any' ? 'any' : 'all', of: parts })}
          />
          {onRemove && <Remove label={`Remove ${name}`} onClick={onRemove} />}
        </Group>
        {parts.length === 0 && (
          <Text size="sm" c="dimmed">
            {group.kind === 'any' ? 'It holds for no conversation.' : 'It holds for every conversation.'}
          </Text>
        )}
        {parts.map((part, at) => {
          const called = `${depth === 1 ? 'Condition' : `${name},`} ${at + 1}`;
          const change = (next: Condition) => onChange(withPart(group, at, next));
          const remove = () => onChange(withPart(group, at, null));
          return isGroup(part) ? (
            <GroupEditor
              key={at}
              name={`Group ${at + 1}`}
              group={part}
              fields={fields}
              depth={depth + 1}
              onChange={change}
              onRemove={remove}
            />
          ) : (
            <LeafEditor
              key={at}
              name={called}
              leaf={part}
              fields={fields}
              onChange={change}
              onRemove={remove}
            />
          );
        })}
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            disabled={!first}
            onClick={() =>
              first && add(leafOf(fields.find(({ name: each }) => each === 'queue') ?? first, 'in'))
            }
          >
            Add a condition
          </Button>
          {depth < DEEPEST && (
            <Button size="xs" variant="default" onClick={() => add({ kind: 'any', of: [] })}>
              Add a group
            </Button>
          )}
        </Group>
      </Stack>
    </Box>
  );
}

/** What keeps a condition from being saved, once somebody tried. */
export function Unfinished({ shown }: { shown: boolean }) {
  if (!shown) return null;
  return (
    <Text size="sm" role="alert" c="var(--mantine-color-error)">
      A condition names no value yet: name one, or remove it. Without it more conversations would be meant.
    </Text>
  );
}

function LeafEditor({
  name,
  leaf,
  fields,
  onChange,
  onRemove,
}: {
  name: string;
  leaf: Leaf;
  fields: FieldView[];
  onChange: (leaf: Leaf) => void;
  onRemove: () => void;
}) {
  const field = fields.find((each) => each.name === leaf.field);
  if (!field || leaf.kind === 'said' || leaf.kind === 'not_said')
    return (
      <Group justify="space-between">
        <Text size="sm">This condition can’t be edited here.</Text>
        <Remove label={`Remove ${name}`} onClick={onRemove} />
      </Group>
    );
  return (
    <Group role="group" aria-label={name} align="flex-start" gap="xs" wrap="nowrap">
      <Stack gap={6} flex={1} miw={0}>
        <Group gap="xs" grow>
          <Select
            aria-label="Field"
            data={fields.map((each) => ({ value: each.name, label: each.label }))}
            value={field.name}
            allowDeselect={false}
            onChange={(chosen) => {
              const other = fields.find((each) => each.name === chosen);
              const [operator] = other ? operatorsOf(other) : [];
              if (other && operator) onChange(leafOf(other, operator));
            }}
          />
          <Select
            aria-label="Comparison"
            data={operatorsOf(field).map((each) => ({ value: each, label: OPERATORS[each] }))}
            value={leaf.kind}
            allowDeselect={false}
            onChange={(operator) => operator && onChange(leafOf(field, operator, leaf))}
          />
        </Group>
        <ConditionValues leaf={leaf} field={field} onChange={onChange} />
        {unfinished(leaf) && (
          <Text size="xs" c="dimmed">
            It names no value yet.
          </Text>
        )}
      </Stack>
      <Remove label={`Remove ${name}`} onClick={onRemove} />
    </Group>
  );
}

function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick} mt={4}>
      <IconTrash size={16} aria-hidden />
    </ActionIcon>
  );
}
