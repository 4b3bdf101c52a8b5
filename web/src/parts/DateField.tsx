import {
  ActionIcon,
  Box,
  Button,
  Group,
  Popover,
  Skeleton,
  TextInput,
  type TextInputProps,
} from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from 'react';
import { useTimeZone } from '@/session/me';
import { isToItsEnd, mannerOf, questionOf, readDay, type Manner } from './days';
import { late } from './late';
import { dayOf, sayWholeDay } from './times';

const DayCalendar = late(
  () => import('./DayCalendar').then((made) => made.DayCalendar),
  <Skeleton height={260} width={252} />,
);

/**
 * A day, typed in the person's own order or as 2026-11-25, or chosen from a calendar. What isn't certainly one day
 * stays in the field and is asked about beside it; until it is settled, its form isn't sent.
 *
 * @param value such as 2026-11-25; null or undefined where there is none.
 * @param onChange gets a day once it is certain and written to its end, and null where what was typed is none.
 * @param filters the field narrows a list: what isn't a day yet leaves the list as it is.
 */
export function DateField({
  value,
  onChange,
  min,
  max,
  error,
  filters = false,
  ...rest
}: {
  value: string | null | undefined;
  onChange: (day: string | null) => void;
  min?: string | undefined;
  max?: string | undefined;
  filters?: boolean;
} & Omit<TextInputProps, 'value' | 'onChange' | 'type' | 'min' | 'max'>) {
  const manner = useManner();
  const today = dayOf(new Date(), useTimeZone());
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [typing, setTyping] = useState(false);
  const [asked, setAsked] = useState(false);
  const [calendar, setCalendar] = useState(false);
  const given = value === '' ? null : (value ?? null);
  const [known, setKnown] = useState(given);
  const read = readDay(typed ?? '', manner, today, { min, max });
  const meant = read.kind === 'day' ? read.day : null;
  if (given !== known) {
    setKnown(given);
    // Somebody else set it: a filter was cleared, a form begun anew. Who is typing hears of their own day late.
    if (!typing && typed !== null && meant !== given) setTyped(null);
  }
  const open = typed !== null && (read.kind === 'ask' || read.kind === 'wrong');
  // A whole day that may be another is asked about at once; what may still be written to its end, when it is left.
  const asks = open && (asked || (read.kind === 'ask' && WHOLE.test(typed)));
  const said = asks ? (read.kind === 'ask' ? questionOf(read.days) : read.say) : error;

  function settle(day: string | null) {
    setTyped(null);
    setAsked(false);
    if (day !== given) onChange(day);
  }

  function write(text: string, atEnd: boolean) {
    setTyped(text);
    setAsked(false);
    const now = readDay(text, manner, today, { min, max });
    if (now.kind === 'day') {
      // What may get another digit is passed on when the field is left.
      if (atEnd && isToItsEnd(text) && now.day !== given) onChange(now.day);
    } else if (given !== null && (now.kind === 'none' || !filters)) onChange(null);
  }

  /** What was typed is finished. */
  function finish() {
    if (typed === null) return;
    if (open) setAsked(true);
    else settle(meant);
  }

  const holdForm = useEffectEvent((event: Event) => {
    if (!open) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    setAsked(true);
    input.current?.focus();
  });
  useEffect(() => {
    const form = input.current?.form;
    const hold = (event: Event) => holdForm(event);
    form?.addEventListener('submit', hold, { capture: true });
    return () => form?.removeEventListener('submit', hold, { capture: true });
  }, []);

  function press(event: KeyboardEvent) {
    if (event.key === 'Enter') finish();
    if (event.key === 'Escape' && calendar) setCalendar(false);
    if (event.key === 'ArrowDown' && event.altKey) {
      event.preventDefault();
      setCalendar(true);
    }
  }

  return (
    <Box w={rest.w} maw={rest.maw}>
      <Popover
        opened={calendar}
        onChange={setCalendar}
        position="bottom-end"
        trapFocus
        returnFocus
        withinPortal
        shadow="md"
      >
        <TextInput
          {...rest}
          w={undefined}
          maw={undefined}
          ref={input}
          autoComplete="off"
          // While the calendar is open, Escape is its own, wherever the focus stands.
          data-mantine-stop-propagation={calendar || undefined}
          spellCheck={false}
          placeholder={manner.shown}
          value={typed ?? (given ? sayWholeDay(given) : '')}
          error={said}
          rightSectionPointerEvents="all"
          rightSection={
            <Popover.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label="Open calendar"
                data-mantine-stop-propagation={calendar || undefined}
                disabled={rest.disabled ?? false}
                onClick={() => setCalendar(!calendar)}
              >
                <IconCalendar size={16} aria-hidden />
              </ActionIcon>
            </Popover.Target>
          }
          onChange={({ currentTarget: { value: text, selectionStart } }) =>
            write(text, selectionStart === text.length)
          }
          onKeyDown={press}
          onFocus={(event) => {
            setTyping(true);
            event.currentTarget.select();
          }}
          onBlur={() => {
            setTyping(false);
            finish();
          }}
        />
        <Popover.Dropdown data-mantine-stop-propagation>
          <DayCalendar
            value={given}
            today={today}
            min={min}
            max={max}
            onChoose={(day) => {
              settle(day);
              setCalendar(false);
            }}
          />
        </Popover.Dropdown>
      </Popover>
      {asks && read.kind === 'ask' && (
        <Group gap={4} mt={4} role="group" aria-label={questionOf(read.days)}>
          {read.days.map((day) => (
            <Button
              key={day}
              size="compact-sm"
              variant="default"
              onClick={() => {
                settle(day);
                input.current?.focus();
              }}
            >
              {sayWholeDay(day)}
            </Button>
          ))}
        </Group>
      )}
    </Box>
  );
}

/** Three parts, the last of them a whole year: nobody writes on. */
const WHOLE = /^\s*\d{1,2}\D+\d{1,2}\D+\d{4}\s*$/;

let manner: Manner | undefined;

/** How the person writes a day, as their browser says. */
function useManner(): Manner {
  manner ??= mannerOf(navigator.languages[0] ?? navigator.language);
  return manner;
}
