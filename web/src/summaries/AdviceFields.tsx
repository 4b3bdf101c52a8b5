import { ActionIcon, Box, Button, Group, Stack, Textarea } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Advice } from './edit';
import { Theirs, focusOnce } from './LineFields';

const MOST = 20;
const FIELDS = [
  ['area', 'Area'],
  ['action', 'What to do'],
  ['rationale', 'Why'],
] as const;

/** Recommendations in fields: area, action and rationale of each. Their references and targets stay. */
export function AdviceFields({
  advice,
  theirs,
  errorAt,
  onChange,
}: {
  advice: Advice[];
  theirs: Advice[] | null;
  errorAt: (at: number, field: string) => string | undefined;
  onChange: (advice: Advice[]) => void;
}) {
  const [added, setAdded] = useState<string | null>(null);
  return (
    <Stack gap="sm">
      {theirs && (
        <Theirs
          texts={theirs.map((each) => `${each.area}: ${each.action} ${each.rationale}`)}
          onTake={() => onChange(theirs)}
        />
      )}
      {advice.map((each, at) => (
        <Box
          key={each.key}
          role="group"
          aria-label={`Recommendation ${at + 1}`}
          p="md"
          bd="1px solid var(--debrief-line)"
          style={{ borderRadius: 'var(--mantine-radius-md)' }}
        >
          <Group justify="flex-end" mb={-8}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Remove recommendation ${at + 1}`}
              onClick={() => onChange(advice.filter((other) => other.key !== each.key))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
          <Stack gap="xs">
            {FIELDS.map(([field, label]) => (
              <Textarea
                key={field}
                label={label}
                autosize
                minRows={1}
                maxLength={4000}
                value={each[field]}
                error={errorAt(at, field)}
                ref={field === 'area' && each.key === added ? focusOnce : undefined}
                onChange={({ currentTarget: { value } }) =>
                  onChange(
                    advice.map((other) => (other.key === each.key ? { ...other, [field]: value } : other)),
                  )
                }
              />
            ))}
          </Stack>
        </Box>
      ))}
      {advice.length < MOST && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => {
            const key = crypto.randomUUID();
            setAdded(key);
            onChange([...advice, { key, area: '', action: '', rationale: '' }]);
          }}
        >
          Add a recommendation
        </Button>
      )}
    </Stack>
  );
}
