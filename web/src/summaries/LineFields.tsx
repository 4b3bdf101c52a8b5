import { ActionIcon, Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { TAKE_THEIRS } from '@/parts/Contested';
import type { Line } from './edit';

const MOST = 20;

/** The texts of a section, each in a field that grows with it; they can be added and removed. */
export function LineFields({
  title,
  lines,
  theirs,
  errorAt,
  onChange,
  below,
}: {
  title: string;
  lines: Line[];
  /** What somebody else wrote meanwhile, where both changed the section. */
  theirs: Line[] | null;
  errorAt: (at: number) => string | undefined;
  onChange: (lines: Line[]) => void;
  /** What stays below a text, such as an example's quote. */
  below?: (line: Line) => ReactNode;
}) {
  const [added, setAdded] = useState<string | null>(null);
  return (
    <Stack gap="xs" mt="xs">
      {theirs && <Theirs texts={theirs.map((each) => each.text)} onTake={() => onChange(theirs)} />}
      {lines.map((line, at) => (
        <div key={line.key}>
          <Group gap="xs" wrap="nowrap" align="flex-start">
            <Textarea
              style={{ flex: 1 }}
              aria-label={`${title} ${at + 1}`}
              autosize
              minRows={1}
              maxLength={4000}
              value={line.text}
              error={errorAt(at)}
              data-autofocus={line.key === added || undefined}
              ref={line.key === added ? focusOnce : undefined}
              onChange={({ currentTarget: { value: text } }) =>
                onChange(lines.map((each) => (each.key === line.key ? { ...each, text } : each)))
              }
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              mt={4}
              aria-label={`Remove ${title} ${at + 1}`}
              onClick={() => onChange(lines.filter((each) => each.key !== line.key))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Group>
          {below?.(line)}
        </div>
      ))}
      {lines.length < MOST && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          style={{ alignSelf: 'flex-start' }}
          aria-label={`Add to ${title}`}
          onClick={() => {
            const key = crypto.randomUUID();
            setAdded(key);
            onChange([...lines, { key, text: '' }]);
          }}
        >
          Add
        </Button>
      )}
    </Stack>
  );
}

/** A field that was just added is what is typed into next. */
export function focusOnce(field: HTMLTextAreaElement | null): void {
  if (field && !field.dataset.focused) {
    field.dataset.focused = 'yes';
    field.focus();
  }
}

/** What somebody else made of the same section. */
export function Theirs({ texts, onTake }: { texts: string[]; onTake: () => void }) {
  return (
    <Alert variant="default" role="status" title="Somebody changed this section too">
      <Text size="sm">Yours is below and will replace theirs when you save. Theirs reads:</Text>
      <ul>
        {texts.map((text, at) => (
          <li key={at}>
            <Text size="sm">{text}</Text>
          </li>
        ))}
      </ul>
      <Button size="xs" variant="default" onClick={onTake}>
        {TAKE_THEIRS}
      </Button>
    </Alert>
  );
}
