import { ActionIcon, Box, Text, Tooltip } from '@mantine/core';
import { IconQuote } from '@tabler/icons-react';
import type { Turn } from '@/api/schema';
import { counted } from '@/parts/numbers';
import { clock, sayDuration } from '@/parts/times';
import classes from './Marks.module.css';
import { SPEAKERS, hasTimes, type Meeting } from './turns';

const COLOURS: Record<Turn['speaker'], string> = {
  agent: 'var(--debrief-agent)',
  customer: 'var(--debrief-customer)',
  colleague: 'var(--mantine-color-dimmed)',
  system: 'var(--mantine-color-dimmed)',
  unknown: 'var(--mantine-color-dimmed)',
};

/** A place of the transcript that somebody or something quoted. */
export interface Evidence {
  turnIndex: number;
  label: string;
}

/** Who speaks when, where nobody does and where two do, over the whole length of the recording. */
export function TurnStrip({
  turns,
  between,
  durationMs,
}: {
  turns: Turn[];
  between: Meeting[];
  durationMs: number;
}) {
  const place = (fromMs: number, toMs: number) => ({
    left: `${(fromMs / durationMs) * 100}%`,
    width: `max(2px, ${((toMs - fromMs) / durationMs) * 100}%)`,
  });
  return (
    <div className={classes.strip} aria-hidden>
      {between
        .filter(({ kind }) => kind === 'silence')
        .map(({ turn, fromMs, toMs }) => (
          <div key={turn} className={classes.silence} style={place(fromMs, toMs)} />
        ))}
      {turns.filter(hasTimes).map(({ index, speaker, start_ms: from, end_ms: to }) => (
        <div
          key={index}
          className={classes.lane}
          style={{ ...place(from, to), top: speaker === 'customer' ? 8 : 1, background: COLOURS[speaker] }}
        />
      ))}
      {between
        .filter(({ kind }) => kind === 'overlap')
        .map(({ turn, fromMs, toMs }) => (
          <div key={turn} className={classes.overlap} style={place(fromMs, toMs)} />
        ))}
    </div>
  );
}

/** The same in a sentence. */
export function BetweenTurns({ between }: { between: Meeting[] }) {
  const silences = between.filter(({ kind }) => kind === 'silence');
  const overlaps = between.filter(({ kind }) => kind === 'overlap');
  const longest = Math.max(0, ...silences.map(({ fromMs, toMs }) => toMs - fromMs));
  const said = [
    silences.length
      ? `${counted(silences.length, 'silence')} of 5 s or more, the longest ${sayDuration(longest)}`
      : 'No silence of 5 s or more',
    overlaps.length
      ? `both speak at once ${counted(overlaps.length, 'time')}`
      : 'nobody speaks over the other',
  ].join('; ');
  return (
    <Text size="xs" c="dimmed">
      {said}
    </Text>
  );
}

/** What was quoted, as flags above the recording; each goes to its turn. */
export function EvidenceFlags({
  evidence,
  turns,
  durationMs,
  onGo,
}: {
  evidence: Evidence[];
  turns: Turn[];
  durationMs: number;
  onGo: (turnIndex: number) => void;
}) {
  const placed = evidence.flatMap(({ turnIndex, label }) => {
    const turn = turns.find(({ index }) => index === turnIndex);
    return turn && hasTimes(turn) ? [{ turn, label }] : [];
  });
  if (placed.length === 0) return null;
  return (
    <Box pos="relative" h={24}>
      {placed.map(({ turn, label }) => (
        <Tooltip key={`${turn.index} ${label}`} label={label}>
          <ActionIcon
            className={classes.flag}
            style={{ left: `${(turn.start_ms / durationMs) * 100}%` }}
            variant="subtle"
            size={22}
            aria-label={`${label}: ${SPEAKERS[turn.speaker]} at ${clock(turn.start_ms)}`}
            onClick={() => onGo(turn.index)}
          >
            <IconQuote size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
    </Box>
  );
}
