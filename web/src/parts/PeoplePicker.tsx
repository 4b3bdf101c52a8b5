import { ActionIcon, Group, Pill, Stack } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useNamesAmong, type Among } from './evaluators';
import { Name } from './Name';
import { PersonSelect } from './PersonSelect';

/** Several people, added one by one by any part of a name. */
export function PeoplePicker({
  label,
  description,
  value,
  error,
  among = 'people',
  roles,
  required,
  onChange,
}: {
  label: string;
  description?: string;
  value: readonly string[];
  error?: string | undefined;
  among?: Among;
  roles?: string[];
  required?: boolean;
  onChange: (ids: string[]) => void;
}) {
  const nameOf = useNamesAmong(among, [...value]);
  return (
    <Stack gap={6}>
      <PersonSelect
        label={label}
        description={description}
        error={error}
        withAsterisk={required ?? false}
        value={null}
        among={among}
        {...(roles && { roles })}
        without={[...value]}
        onChange={(id) => id && onChange([...value, id])}
      />
      {value.length > 0 && (
        <Group gap={6} role="group" aria-label={`${label}: chosen`}>
          {value.map((id) => (
            <Pill key={id} size="md">
              <Group gap={4} wrap="nowrap">
                <Name of={nameOf(id) ?? '…'} />
                <ActionIcon
                  size="xs"
                  variant="transparent"
                  color="gray"
                  aria-label={`Remove ${nameOf(id) ?? 'this person'}`}
                  onClick={() => onChange(value.filter((each) => each !== id))}
                >
                  <IconX size={12} aria-hidden />
                </ActionIcon>
              </Group>
            </Pill>
          ))}
        </Group>
      )}
    </Stack>
  );
}
