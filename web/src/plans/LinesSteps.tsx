import { Button, Checkbox, CloseButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { MOST, written } from './making';

/** One to three actions, in one's own words. */
export function ActionsStep({
  lines,
  error,
  onChange,
}: {
  lines: string[];
  error: string | undefined;
  onChange: (lines: string[]) => void;
}) {
  return (
    <Stack gap="sm">
      <Text size="sm">One to three things that you will do. Anything that helps you reach your target.</Text>
      <Lines name="Action" lines={lines} most={MOST} onChange={onChange} />
      <Problem of={error} />
    </Stack>
  );
}

/** One to three kinds of help: from the account's list, or one's own. */
export function AssistanceStep({
  offered,
  chosen,
  error,
  onChange,
}: {
  offered: string[];
  chosen: string[];
  error: string | undefined;
  onChange: (chosen: string[]) => void;
}) {
  const own = chosen.filter((each) => !offered.includes(each));
  const full = written(chosen).length >= MOST;
  return (
    <Stack gap="sm">
      <Text size="sm">
        One to three things with which a coach, your team leader or your supervisor could help you.
      </Text>
      <Checkbox.Group
        label="Kinds of help"
        value={chosen.filter((each) => offered.includes(each))}
        onChange={(ticked) => onChange([...ticked, ...own])}
      >
        <Stack gap="xs" mt="xs">
          {offered.map((each) => (
            <Checkbox key={each} value={each} label={each} disabled={full && !chosen.includes(each)} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Lines
        name="Own idea"
        lines={own}
        most={MOST - (chosen.length - own.length)}
        onChange={(lines) => onChange([...chosen.filter((each) => offered.includes(each)), ...lines])}
      />
      <Problem of={error} />
    </Stack>
  );
}

function Lines({
  name,
  lines,
  most,
  onChange,
}: {
  name: string;
  lines: string[];
  most: number;
  onChange: (lines: string[]) => void;
}) {
  return (
    <>
      {lines.map((line, place) => (
        // The place is the line's name: lines that are taken away are emptied by their own button.
        <Group key={place} gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label={`${name} ${place + 1}`}
            maxLength={300}
            value={line}
            onChange={({ currentTarget: { value } }) =>
              onChange(lines.map((each, at) => (at === place ? value : each)))
            }
          />
          {(lines.length > 1 || name !== 'Action') && (
            <CloseButton
              size="lg"
              aria-label={`Remove ${name.toLowerCase()} ${place + 1}`}
              onClick={() => onChange(lines.filter((_, at) => at !== place))}
            />
          )}
        </Group>
      ))}
      {lines.length < most && (
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => onChange([...lines, ''])}
          >
            {name === 'Action' ? 'Another action' : 'Add an idea of your own'}
          </Button>
        </Group>
      )}
    </>
  );
}

function Problem({ of }: { of: string | undefined }) {
  return (
    <Text size="sm" c="var(--debrief-act-text)" role="alert">
      {of}
    </Text>
  );
}
