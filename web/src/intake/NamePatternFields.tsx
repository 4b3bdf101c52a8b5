import { ActionIcon, Fieldset, Group, Select, Stack, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { NamePatternSaid } from '@/api/schema';
import { timeZones } from '@/settings/zones';

const DIRECTIONS = [
  { value: 'inbound', label: 'Inbound' },
  { value: 'outbound', label: 'Outbound' },
];

/** One pattern as it is edited. fault: what is wrong with one of its fields, in words. */
export function NamePatternFields({
  one,
  place,
  last,
  fault,
  onChange,
  onMove,
  onRemove,
}: {
  one: NamePatternSaid;
  place: number;
  last: boolean;
  fault: (field: string) => string | undefined;
  onChange: (next: NamePatternSaid) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}) {
  const called = one.name.trim() || `pattern ${place + 1}`;
  const zones = useMemo(() => timeZones(one.time_zone ?? 'UTC'), [one.time_zone]);
  const value = (field: string, given: string | null) =>
    onChange({ ...one, values: { ...one.values, [field]: given ?? '' } });
  return (
    <Fieldset legend={`${place + 1}. ${called}`} variant="default">
      <Stack gap="sm">
        <Group gap="sm" align="flex-start">
          <TextInput
            label="Name"
            required
            maxLength={80}
            w={{ base: '100%', xs: 240 }}
            value={one.name}
            error={fault('name')}
            onChange={(event) => onChange({ ...one, name: event.currentTarget.value })}
          />
          <TextInput
            label="Folder"
            description="Empty for every folder"
            placeholder="calls/north/"
            maxLength={500}
            w={{ base: '100%', xs: 240 }}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={one.folder}
            error={fault('folder')}
            onChange={(event) => onChange({ ...one, folder: event.currentTarget.value })}
          />
        </Group>
        <TextInput
          label="Pattern"
          required
          maxLength={300}
          placeholder="{agent}_{date:YYYYMMDD-HHmmss}_{reference}"
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          spellCheck={false}
          autoComplete="off"
          value={one.pattern}
          error={fault('pattern') && `The pattern ${fault('pattern')}.`}
          onChange={(event) => onChange({ ...one, pattern: event.currentTarget.value })}
        />
        <Group gap="sm" align="flex-start">
          <Select
            label="Time zone of its dates"
            placeholder="The account’s"
            clearable
            searchable
            w={{ base: '100%', xs: 240 }}
            data={zones}
            value={one.time_zone ?? null}
            error={fault('time_zone')}
            onChange={(chosen) => onChange({ ...one, time_zone: chosen })}
          />
          <TextInput
            label="Queue, where the name tells none"
            maxLength={200}
            w={{ base: '100%', xs: 240 }}
            value={one.values.queue ?? ''}
            error={fault('values/queue')}
            onChange={(event) => value('queue', event.currentTarget.value)}
          />
          <Select
            label="Direction, where the name tells none"
            placeholder="Not told"
            clearable
            w={{ base: '100%', xs: 240 }}
            data={DIRECTIONS}
            value={DIRECTIONS.find((each) => each.value === one.values.direction)?.value ?? null}
            error={fault('values/direction')}
            onChange={(chosen) => value('direction', chosen)}
          />
        </Group>
        <Group gap="xs">
          <ActionIcon
            variant="default"
            data-move="-1"
            aria-label={`Try ${called} earlier`}
            disabled={place === 0}
            onClick={() => onMove(-1)}
          >
            <IconArrowUp size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            variant="default"
            data-move="1"
            aria-label={`Try ${called} later`}
            disabled={last}
            onClick={() => onMove(1)}
          >
            <IconArrowDown size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="default" aria-label={`Remove ${called}`} onClick={onRemove}>
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      </Stack>
    </Fieldset>
  );
}
