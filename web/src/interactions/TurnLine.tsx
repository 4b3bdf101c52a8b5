import { ActionIcon, Group, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconQuote } from '@tabler/icons-react';
import { memo, type Ref } from 'react';
import type { Turn } from '@/api/schema';
import { Tag } from '@/parts/Tag';
import { clock, sayDuration } from '@/parts/times';
import { wordOf } from '@/parts/words';
import classes from './Transcript.module.css';
import { SPEAKERS, hasTimes, type Meeting } from './turns';

/** Below this, the recogniser was not sure of what it heard. */
const UNSURE = 0.6;

/** One turn. Its time is the button that goes there; the words are a person's, shown as text and nothing else. */
export const TurnLine = memo(function TurnLine({
  turn,
  between,
  labels,
  current,
  marked,
  reachable,
  seekable,
  onQuote,
  quoting = 'Use this turn as evidence',
  notes = false,
  ref,
  offset,
}: {
  turn: Turn;
  between: Meeting[];
  labels: string[];
  current: boolean;
  marked: boolean;
  /** Whether the Tab key comes here; from here the arrow keys go on. */
  reachable: boolean;
  seekable: boolean;
  onQuote?: ((turn: Turn) => void) | undefined;
  /** What `onQuote` is for. */
  quoting?: string | undefined;
  /** Whether it is what somebody wrote down, who stands above: nobody's words. */
  notes?: boolean | undefined;
  ref?: Ref<HTMLLIElement>;
  /** From the top of the list, where not all turns are in the page. */
  offset?: number | undefined;
}) {
  const timed = hasTimes(turn);
  const speaker = notes && turn.speaker === 'unknown' ? 'Note' : wordOf(SPEAKERS, turn.speaker);
  const silence = between.find(({ kind }) => kind === 'silence');
  const overlap = between.find(({ kind }) => kind === 'overlap');
  return (
    <li
      ref={ref}
      data-index={turn.index}
      data-turn={turn.index}
      aria-current={current ? 'true' : undefined}
      style={offset === undefined ? undefined : { position: 'absolute', top: offset, left: 0, right: 0 }}
    >
      {silence && (
        <Text size="xs" c="dimmed" px="sm" py={4}>
          {sayDuration(silence.toMs - silence.fromMs)} of silence
        </Text>
      )}
      <div
        className={classes.turn}
        data-speaker={turn.speaker}
        data-current={current ? '' : undefined}
        data-marked={marked ? '' : undefined}
        data-timed={timed && seekable ? '' : undefined}
      >
        {timed && seekable ? (
          <UnstyledButton
            data-go={turn.index}
            tabIndex={reachable ? 0 : -1}
            fz="sm"
            c="dimmed"
            aria-label={`Go to ${clock(turn.start_ms)}, ${speaker}`}
            style={{ alignSelf: 'start' }}
          >
            {clock(turn.start_ms)}
          </UnstyledButton>
        ) : (
          <Text size="sm" c="dimmed" span>
            {timed ? clock(turn.start_ms) : ''}
          </Text>
        )}
        <div>
          <Group gap="xs" mih={22} wrap="wrap">
            <Text size="xs" fw={600}>
              {speaker}
            </Text>
            {turn.voice && (
              <Text size="xs" c="dimmed">
                {turn.voice}
              </Text>
            )}
            {overlap && <Tag tone="watch">Overlaps by {sayDuration(overlap.toMs - overlap.fromMs)}</Tag>}
            {labels.map((label) => (
              <Tag key={label} tone="accent">
                {label}
              </Tag>
            ))}
            {typeof turn.confidence === 'number' && turn.confidence < UNSURE && (
              <Text size="xs" c="dimmed">
                Recognised with {Math.round(turn.confidence * 100)}% confidence
              </Text>
            )}
            {onQuote && (
              <Tooltip label={quoting}>
                <ActionIcon
                  className={classes.quote}
                  ml="auto"
                  size={22}
                  variant="subtle"
                  tabIndex={reachable ? 0 : -1}
                  aria-label={`${quoting.replace('this turn ', '')}: ${speaker}${timed ? ` at ${clock(turn.start_ms)}` : ''}`}
                  onClick={() => onQuote(turn)}
                >
                  <IconQuote size={15} aria-hidden />
                </ActionIcon>
              </Tooltip>
            )}
          </Group>
          <div className={classes.text} data-text={turn.index}>
            {turn.text}
          </div>
        </div>
      </div>
    </li>
  );
});
