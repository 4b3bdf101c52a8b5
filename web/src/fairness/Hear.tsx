import { Button, Group, Text } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { asProblem } from '@/api/problems';
import type { VerifiedQuote } from '@/api/schema';
import { mediaQuery } from '@/interactions/queries';
import { clock } from '@/parts/times';

/** A little before the words, so that their beginning is heard. */
const LEAD_MS = 400;

/** So long a turn is played at most: whoever wants more opens the conversation. */
const LONGEST_MS = 30_000;

/**
 * Plays the words of an answer where they stand; the recording's address is asked for when somebody presses the button.
 *
 * @param label which words, for those who can't see them beside the button.
 */
export function Hear({
  interactionId,
  quote,
  label,
}: {
  interactionId: string;
  quote: VerifiedQuote;
  label: string;
}) {
  const client = useQueryClient();
  const audio = useRef<HTMLAudioElement | null>(null);
  const [state, setState] = useState<'still' | 'asked' | 'playing'>('still');
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => () => audio.current?.pause(), []);
  const from = quote.start_ms;
  if (typeof from !== 'number') return null;
  const stop = () => {
    audio.current?.pause();
    setState('still');
  };
  const play = async () => {
    setState('asked');
    setProblem(null);
    try {
      const { url } = await client.query({ ...mediaQuery(interactionId), staleTime: 0 });
      const element = audio.current ?? new Audio();
      audio.current = element;
      element.src = url;
      element.currentTime = Math.max(0, from - LEAD_MS) / 1000;
      element.ontimeupdate = () => {
        if (element.currentTime * 1000 > from + LONGEST_MS) stop();
      };
      element.onended = stop;
      await element.play();
      setState('playing');
    } catch (error) {
      setState('still');
      setProblem(error instanceof DOMException ? 'Your browser can’t play it' : asProblem(error).detail);
    }
  };
  return (
    <Group gap="xs">
      <Button
        size="compact-xs"
        variant="default"
        loading={state === 'asked'}
        leftSection={
          state === 'playing' ? (
            <IconPlayerStop size={12} aria-hidden />
          ) : (
            <IconPlayerPlay size={12} aria-hidden />
          )
        }
        aria-label={state === 'playing' ? 'Stop' : `Hear ${label}, at ${clock(from)}`}
        onClick={() => (state === 'playing' ? stop() : void play())}
      >
        {state === 'playing' ? 'Stop' : `Hear it, ${clock(from)}`}
      </Button>
      {problem && (
        <Text size="xs" c="var(--debrief-act-text)" role="alert">
          {problem}
        </Text>
      )}
    </Group>
  );
}
