import { ActionIcon, Box, Group, NativeSelect, Skeleton, Slider, Stack, Text, Tooltip } from '@mantine/core';
import {
  IconDownload,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconRewindBackward5,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { InteractionView, Turn } from '@/api/schema';
import { late } from '@/parts/late';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { clock } from '@/parts/times';
import { BetweenTurns, EvidenceFlags, TurnStrip, type Evidence } from './Marks';
import { hasTimes, type Meeting } from './turns';
import type { Playback } from './usePlayback';

const Waveform = late(() => import('./Waveform').then((module) => module.Waveform), <Skeleton height={88} />);

const SPEEDS = ['0.75', '1', '1.25', '1.5', '2'];
export const BACK_MS = 5000;

/** The recording: its shape by speaker, what was quoted, and the controls. */
export function Player({
  interaction,
  playback,
  turns,
  between,
  evidence,
  onGo,
}: {
  interaction: InteractionView;
  playback: Playback;
  turns: Turn[];
  between: Meeting[];
  evidence: Evidence[];
  onGo: (turnIndex: number) => void;
}) {
  const { sound, durationMs, error } = playback;
  const lanes = lanesOf(interaction, playback.waveform?.peaks.length);
  const timed = turns.some(hasTimes);
  const drawn = playback.waveform !== undefined || playback.drawing;
  return (
    <Stack gap="xs" role="group" aria-label="Recording">
      {error !== null && <ProblemNotice error={error} onRetry={playback.tryAgain} />}
      <Group gap="xs" wrap="nowrap" align="stretch">
        {drawn && <Box w={64} visibleFrom="xs" style={{ flexShrink: 0 }} />}
        <Box data-track style={{ flex: 1, minWidth: 0 }}>
          {/* Over the shape itself, and not over the names beside it: a flag stands at its second. */}
          <EvidenceFlags evidence={evidence} turns={turns} durationMs={durationMs} onGo={onGo} />
          <Box pos="relative">
            {drawn && <LaneNames names={lanes.map(({ name }) => name)} />}
            {playback.waveform ? (
              <Waveform
                audio={sound.audio}
                shape={playback.waveform}
                colours={lanes.map(({ colour }) => colour)}
              />
            ) : (
              playback.drawing && <Skeleton height={88} />
            )}
          </Box>
          {timed && durationMs > 0 && <TurnStrip turns={turns} between={between} durationMs={durationMs} />}
          <Slider
            mt={4}
            size={4}
            thumbSize={16}
            min={0}
            max={Math.max(1, Math.round(durationMs / 1000))}
            step={1}
            value={Math.round(playback.atMs / 1000)}
            onChange={(seconds) => sound.seek(seconds * 1000)}
            label={null}
            thumbLabel="Position in the recording"
            thumbValueText={(seconds) => `${clock(seconds * 1000)} of ${clock(durationMs)}`}
            disabled={!playback.ready}
          />
        </Box>
      </Group>
      <Controls playback={playback} mayDownload={interaction.actions.includes('download')} />
      {timed && <BetweenTurns between={between} />}
    </Stack>
  );
}

function Controls({ playback, mayDownload }: { playback: Playback; mayDownload: boolean }) {
  const { sound, playing, ready, atMs, durationMs } = playback;
  const [speed, setSpeed] = useState('1');
  return (
    <Group gap="xs">
      <Tooltip label={playing ? 'Pause (space)' : 'Play (space)'}>
        <ActionIcon
          size="lg"
          radius="xl"
          variant="filled"
          disabled={!ready}
          aria-label={playing ? 'Pause' : 'Play'}
          onClick={() => sound.togglePlay()}
        >
          {playing ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPlayFilled size={18} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Back 5 seconds (←)">
        <ActionIcon
          size="lg"
          variant="default"
          disabled={!ready}
          aria-label="Back 5 seconds"
          onClick={() => sound.back(BACK_MS)}
        >
          <IconRewindBackward5 size={18} />
        </ActionIcon>
      </Tooltip>
      <Text size="sm" aria-label="Time">
        {clock(atMs)}{' '}
        <Text span inherit c="dimmed">
          / {clock(durationMs)}
        </Text>
      </Text>
      <NativeSelect
        aria-label="Speed"
        size="xs"
        w={84}
        ml="auto"
        data={SPEEDS.map((each) => ({ value: each, label: `${each} ×` }))}
        value={speed}
        onChange={(event) => {
          setSpeed(event.currentTarget.value);
          sound.setSpeed(Number(event.currentTarget.value));
        }}
      />
      {mayDownload && (
        <Tooltip label="Download the recording">
          <ActionIcon
            size="lg"
            variant="default"
            disabled={!ready}
            aria-label="Download the recording"
            onClick={playback.download}
          >
            <IconDownload size={18} />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}

/** In the margin before the shape, each beside its lane. */
function LaneNames({ names }: { names: string[] }) {
  return (
    <Stack gap={0} w={64} pos="absolute" left={-72} top={0} aria-hidden visibleFrom="xs">
      {names.map((name) => (
        <Text key={name} size="xs" c="dimmed" h={44} style={{ alignContent: 'center' }}>
          {name}
        </Text>
      ))}
    </Stack>
  );
}

/** The lanes of the shape, from the first audio channel on. Which one is whose is said only where it is known. */
function lanesOf(interaction: InteractionView, channels?: number): { name: string; colour: string }[] {
  const agent = interaction.recording?.agent_channel;
  if ((channels ?? interaction.recording?.channels) !== 2)
    return [{ name: 'Everybody', colour: '--debrief-agent' }];
  const lanes = [
    { name: 'Agent', colour: '--debrief-agent' },
    { name: 'Customer', colour: '--debrief-customer' },
  ];
  if (agent === 1) return lanes.reverse();
  if (agent === 0) return lanes;
  return [
    { name: 'Channel 1', colour: '--debrief-agent' },
    { name: 'Channel 2', colour: '--debrief-customer' },
  ];
}
