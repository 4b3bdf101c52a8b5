import { Box, Group, Stack, Switch, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type Ref,
} from 'react';
import type { InteractionView, Transcript as Document } from '@/api/schema';
import { Empty } from '@/parts/Empty';
import { Lines, Loaded } from '@/parts/Loaded';
import { amid, useNames } from '@/parts/names';
import { count } from '@/parts/numbers';
import type { Evidence } from './Marks';
import { BACK_MS, Player } from './Player';
import { interactionQuery, transcriptQuery } from './queries';
import { Speakers } from './Speakers';
import { Transcript, type TranscriptHandle } from './Transcript';
import { meetings, turnAt } from './turns';
import { Unmask } from './Unmask';
import { usePlayback, type Playback } from './usePlayback';
import { selectedOf, type SelectedText } from './useSelectedText';

export type { Evidence } from './Marks';
export type { SelectedText } from './useSelectedText';

/** What others may do with the player. */
export interface ConversationHandle {
  seek: (ms: number) => void;
  /** Scrolls to a turn and marks it; the recording goes there where the turn has a time. */
  toTurn: (index: number) => void;
  /** Whether there is a recording to play. */
  plays: () => boolean;
  togglePlay: () => void;
  back: (ms: number) => void;
  /** The words of the turn that has the focus, as evidence has them. */
  focused: () => SelectedText | null;
}

interface Props {
  interactionId: string;
  /** The turn to begin at, by its index. */
  turn?: number | undefined;
  /** Turns that something was concluded from. Keep the same array while nothing changes. */
  evidence?: Evidence[];
  /** Called with what is selected in the transcript. */
  onSelect?: ((selected: SelectedText) => void) | undefined;
  /** What the button of a turn says that selects all of it; "Use this turn as evidence" unless told. */
  selecting?: string;
  /** Of the transcript; it scrolls within. */
  height?: number | string;
  /** Whether it may be said here who is who. */
  correctable?: boolean;
  /** Off where the page has keys of its own: space and ← then do nothing here. */
  keys?: boolean;
  ref?: Ref<ConversationHandle>;
}

const NONE: Evidence[] = [];

/** A conversation: the recording and the transcript in step. */
export function Conversation(props: Props) {
  const interaction = useQuery(interactionQuery(props.interactionId));
  return (
    <Loaded query={interaction} skeleton={<Lines count={8} />}>
      {(found) =>
        found.transcript ? (
          <Transcribed {...props} interaction={found} />
        ) : (
          <Whole {...props} interaction={found} transcript={null} />
        )
      }
    </Loaded>
  );
}

function Transcribed(props: Props & { interaction: InteractionView }) {
  const transcript = useQuery(transcriptQuery(props.interaction));
  const [unmasked, setUnmasked] = useState<Document | null>(null);
  return (
    <Loaded query={transcript} skeleton={<Lines count={8} />}>
      {(document) => (
        <Whole
          {...props}
          transcript={unmasked ?? document}
          unmask={
            <Unmask
              interaction={props.interaction}
              transcript={document}
              shown={unmasked !== null}
              onShown={setUnmasked}
            />
          }
        />
      )}
    </Loaded>
  );
}

function Whole({
  interaction,
  transcript,
  turn,
  evidence = NONE,
  onSelect,
  selecting,
  height = 'min(70vh, 680px)',
  correctable = false,
  keys = true,
  unmask,
  ref,
}: Props & { interaction: InteractionView; transcript: Document | null; unmask?: ReactNode }) {
  const playback = usePlayback(interaction);
  const { sound, atMs, playing } = playback;
  const mayPlay = interaction.actions.includes('play');
  const lines = useRef<TranscriptHandle>(null);
  const [follow, setFollow] = useState(true);
  const [mark, setMark] = useState({ given: turn, index: turn });
  if (mark.given !== turn) setMark({ given: turn, index: turn });

  const notes = transcript?.source_format === 'notes';
  const writer = notes ? interaction.source.added_by : null;
  const nameOf = useNames([writer]);
  const turns = useMemo(() => transcript?.turns ?? [], [transcript]);
  const between = useMemo(() => meetings(turns), [turns]);
  const heard = useMemo(() => turnAt(turns, atMs), [turns, atMs]);
  const current = mayPlay && (playing || atMs > 0) ? heard : undefined;

  const go = useCallback(
    (index: number) => {
      const start = turns.find((each) => each.index === index)?.start_ms;
      if (mayPlay && typeof start === 'number') sound.seek(start);
    },
    [turns, mayPlay, sound],
  );
  const toTurn = useCallback(
    (index: number) => {
      setMark({ given: turn, index });
      lines.current?.show(index, true);
      go(index);
    },
    [go, turn],
  );
  useImperativeHandle(
    ref,
    () => ({
      seek: (ms) => sound.seek(ms),
      toTurn,
      plays: () => mayPlay,
      togglePlay: () => sound.togglePlay(),
      back: (ms) => sound.back(ms),
      focused: () => {
        const index = document.activeElement?.closest('[data-turn]')?.getAttribute('data-turn');
        const found = turns.find((each) => String(each.index) === index);
        return found ? selectedOf(found, found.text) : null;
      },
    }),
    [sound, toTurn, mayPlay, turns],
  );

  // The address names a turn: begin there, and go there when it names another one.
  useEffect(() => {
    if (turn === undefined) return;
    lines.current?.show(turn, true);
    go(turn);
  }, [turn, go]);

  useEffect(() => {
    if (follow && playing && current !== undefined) lines.current?.show(current);
  }, [follow, playing, current]);
  usePlayerKeys(keys && mayPlay, playback);

  return (
    <Stack gap="md">
      {mayPlay && (
        <Box className="no-print">
          <Player
            interaction={interaction}
            playback={playback}
            turns={turns}
            between={between}
            evidence={evidence}
            onGo={toTurn}
          />
        </Box>
      )}
      <Box>
        <Group justify="space-between" mb="xs" gap="sm">
          <Group gap="xs" align="baseline">
            <Title order={2}>{notes ? 'Notes' : 'Transcript'}</Title>
            {transcript && (
              <Text size="xs" c="dimmed">
                {notes
                  ? `Written down by ${amid(writer ? nameOf(writer) : undefined) ?? 'somebody'}`
                  : `${count(turns.length)} turns${transcript.made_by ? ` · ${transcript.made_by}` : ''}`}
              </Text>
            )}
          </Group>
          {mayPlay && turns.length > 0 && (
            <Switch
              size="xs"
              className="no-print"
              label="Follow"
              checked={follow}
              onChange={(event) => setFollow(event.currentTarget.checked)}
            />
          )}
        </Group>
        {unmask}
        {correctable && transcript && <Speakers interaction={interaction} transcript={transcript} />}
        {turns.length === 0 ? (
          <Empty title="No transcript">
            {transcript
              ? 'Nothing was said in this conversation.'
              : 'This interaction came without a transcript.'}
          </Empty>
        ) : (
          <Transcript
            ref={lines}
            turns={turns}
            between={between}
            evidence={evidence}
            current={current}
            marked={mark.index}
            height={height}
            onGo={mayPlay ? go : undefined}
            onSelect={onSelect}
            selecting={selecting}
            notes={notes}
          />
        )}
      </Box>
    </Stack>
  );
}

/** Space plays and pauses, ← goes back, wherever the keys aren't needed for something else. */
function usePlayerKeys(on: boolean, { sound }: Playback) {
  useEffect(() => {
    if (!on) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
      const busy = (event.target as Element).closest(
        'input, textarea, select, button, a, [role="slider"], [role="tab"], [role="menu"], [role="dialog"], [contenteditable]',
      );
      // On a turn's own button space goes to that turn, and ← is free.
      const free = !busy || (event.key === 'ArrowLeft' && busy.hasAttribute('data-go'));
      if (!free) return;
      // Held down it plays or pauses once.
      if (event.key === ' ') {
        if (!event.repeat) sound.togglePlay();
      } else if (event.key === 'ArrowLeft') sound.back(BACK_MS);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [on, sound]);
}
