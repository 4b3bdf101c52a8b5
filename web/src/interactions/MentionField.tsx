import { Box, Paper, Text, Textarea, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { api, body } from '@/api/client';
import { counted } from '@/parts/numbers';
import { holds } from '@/parts/plain';
import { mentionAt, withMention, type Mention } from './mentions';

const OFFERED = 6;
const SETTLED_MS = 200;

/**
 * The text of a comment. `@` and a part of a name offers people to tag: the arrows choose, Enter or Tab takes, Escape
 * leaves it as it was typed.
 *
 * @param agent whose conversation it is: who doesn’t see it can’t be tagged.
 * @param without people who are tagged already, by id. full: nobody more can be tagged.
 * @param onTag somebody was chosen; the text names them.
 */
export function MentionField({
  agent,
  value,
  without,
  full,
  onChange,
  onTag,
}: {
  agent: string;
  value: string;
  without: string[];
  full: boolean;
  onChange: (text: string) => void;
  onTag: (id: string, text: string) => void;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const [mention, setMention] = useState<Mention | null>(null);
  const [at, setAt] = useState(0);
  const [q] = useDebouncedValue(mention?.typed.trim() ?? '', SETTLED_MS);
  const { data, isPlaceholderData } = useQuery({
    queryKey: ['people', 'mentions', agent, q],
    enabled: q !== '' && !full,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      body(
        api.GET('/people', {
          params: { query: { q, kind: ['human'], status: ['active'], sees: agent, limit: 20 } },
          signal,
        }),
      ),
  });
  // Until what is typed is answered, those whom an earlier text found stand there who are called so too.
  const waiting = isPlaceholderData || q !== mention?.typed.trim();
  const people =
    mention && !full
      ? (data?.items ?? [])
          .filter(({ id, name }) => !without.includes(id) && (!waiting || holds(name, mention.typed)))
          .slice(0, OFFERED)
      : [];
  const open = people.length > 0;
  const chosen = people[Math.min(at, people.length - 1)];

  function look() {
    const { selectionStart, selectionEnd, value: text } = field.current ?? {};
    if (typeof selectionStart !== 'number' || text === undefined) return;
    const found = selectionStart === selectionEnd ? mentionAt(text, selectionStart) : null;
    setMention((before) => {
      if (before?.from !== found?.from || before?.typed !== found?.typed) setAt(0);
      return found;
    });
  }
  function take(id: string, name: string) {
    if (!mention) return;
    const next = withMention(value, mention, name);
    onTag(id, next.text);
    setMention(null);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.caret, next.caret);
    });
  }
  return (
    <Box pos="relative">
      <Textarea
        ref={field}
        label="Comment"
        description="Type @ and a name to tag somebody"
        autosize
        minRows={2}
        maxLength={4000}
        value={value}
        aria-autocomplete="list"
        aria-controls={open ? list : undefined}
        aria-activedescendant={open && chosen ? `${list}-${chosen.id}` : undefined}
        onChange={(event) => {
          onChange(event.currentTarget.value);
          look();
        }}
        onClick={look}
        onBlur={() => setMention(null)}
        onKeyUp={({ key }) => {
          if (['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(key)) look();
        }}
        onKeyDown={(event) => {
          if (!open || !chosen) return;
          const { key } = event;
          if (key === 'ArrowDown') setAt((at + 1) % people.length);
          else if (key === 'ArrowUp') setAt((at + people.length - 1) % people.length);
          else if (key === 'Enter' || key === 'Tab') take(chosen.id, chosen.name);
          else if (key === 'Escape') setMention(null);
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <VisuallyHidden role="status">
        {open && `${counted(people.length, 'person', 'people')} to tag; choose with the arrows and Enter`}
      </VisuallyHidden>
      {open && (
        <Paper
          id={list}
          role="listbox"
          aria-label="People to tag"
          withBorder
          shadow="sm"
          p={4}
          pos="absolute"
          left={0}
          right={0}
          style={{ zIndex: 10 }}
        >
          {people.map((each) => (
            <Box
              key={each.id}
              id={`${list}-${each.id}`}
              role="option"
              aria-selected={each === chosen}
              px="xs"
              py={4}
              style={{
                cursor: 'pointer',
                borderRadius: 'var(--mantine-radius-sm)',
                background: each === chosen ? 'var(--mantine-color-default-hover)' : undefined,
              }}
              // The field keeps the focus: leaving it would close the list before the click.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(each.id, each.name)}
            >
              <Text size="sm">{each.name}</Text>
            </Box>
          ))}
        </Paper>
      )}
    </Box>
  );
}
