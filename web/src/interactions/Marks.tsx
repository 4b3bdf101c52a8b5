import { ActionIcon, Box, Button, Menu, Text, Tooltip } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconQuote } from '@tabler/icons-react';
import type { Turn } from '@/api/schema';
import { counted } from '@/parts/numbers';
import { clock, sayDuration } from '@/parts/times';
import { wordOf } from '@/parts/words';
import classes from './Marks.module.css';
import { SPEAKERS, flagsOf, hasTimes, type Meeting } from './turns';

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

/** A flag and the room around it; what stands closer is one flag. */
const FLAG_PX = 26;

/**
 * What was quoted, as flags above the recording at their second; each goes to its turn. Those that would cover each
 * other are one flag, which says how many they are and lists them.
 */
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
  const { ref, width } = useElementSize();
  const placed = evidence.flatMap(({ turnIndex, label }) => {
    const turn = turns.find(({ index }) => index === turnIndex);
    return turn && hasTimes(turn) ? [{ turn, label, atMs: turn.start_ms }] : [];
  });
  if (placed.length === 0) return null;
  const groups = width > 0 ? flagsOf(placed, (FLAG_PX / width) * durationMs) : placed.map((each) => [each]);
  return (
    <Box pos="relative" h={24} ref={ref}>
      {groups.map((group) => {
        const [first] = group;
        if (!first) return null;
        const left = `${(first.atMs / durationMs) * 100}%`;
        const said = ({ turn, label }: typeof first) =>
          `${label}: ${wordOf(SPEAKERS, turn.speaker)} at ${clock(turn.start_ms)}`;
        if (group.length === 1)
          return (
            <Tooltip key={`${first.turn.index} ${first.label}`} label={first.label}>
              <ActionIcon
                className={classes.flag}
                style={{ left }}
                variant="subtle"
                size={22}
                aria-label={said(first)}
                onClick={() => onGo(first.turn.index)}
              >
                <IconQuote size={15} aria-hidden />
              </ActionIcon>
            </Tooltip>
          );
        return (
          <Menu key={`${first.turn.index} ${first.label}`} position="bottom-start" shadow="md">
            <Menu.Target>
              <Button
                className={classes.flag}
                style={{ left }}
                variant="light"
                size="compact-xs"
                h={22}
                px={4}
                leftSection={<IconQuote size={13} aria-hidden />}
                styles={{ section: { marginInlineEnd: 2 } }}
                aria-label={`${group.length} quotes from ${clock(first.atMs)}`}
              >
                {group.length}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {group.map((each) => (
                <Menu.Item
                  key={`${each.turn.index} ${each.label}`}
                  maw={340}
                  onClick={() => onGo(each.turn.index)}
                >
                  {said(each)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        );
      })}
    </Box>
  );
}
