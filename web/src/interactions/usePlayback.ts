import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { InteractionView, MediaView } from '@/api/schema';
import { mediaQuery } from './queries';
import { Sound, type Address } from './sound';
import { LONGEST_DRAWN_MS, readWaveform, type Waveform } from './waveform';

export interface Playback {
  sound: Sound;
  /** Where the player stands. */
  atMs: number;
  durationMs: number;
  playing: boolean;
  /** Whether there is something to play. */
  ready: boolean;
  /** Why it can't be played: the API's problem, or the browser's. */
  error: unknown;
  tryAgain: () => void;
  waveform: Waveform | undefined;
  /** The shape may still come. */
  drawing: boolean;
  /** Keep the recording as a file, for those who may. */
  download: () => void;
}

/**
 * Plays an interaction's recording. Its address lives for minutes only: it is asked for again when it has run out, and
 * playing goes on where it was.
 */
export function usePlayback(interaction: InteractionView): Playback {
  const client = useQueryClient();
  const mayPlay = interaction.actions.includes('play');
  const { id } = interaction;
  const media = useQuery({ ...mediaQuery(id), enabled: mayPlay });
  const [sound] = useState(
    () =>
      new Sound(async () => addressOf(await client.query({ ...mediaQuery(id), staleTime: 0 }), Date.now())),
  );
  useEffect(() => sound.attach(), [sound]);

  const { data, dataUpdatedAt } = media;
  useEffect(() => {
    if (data) sound.takeAddress(addressOf(data, dataUpdatedAt));
  }, [sound, data, dataUpdatedAt]);

  const knownMs = data?.recording.duration_ms ?? interaction.duration_ms;
  const shape = useQuery({
    queryKey: ['interactions', id, 'waveform'],
    enabled: data !== undefined && knownMs <= LONGEST_DRAWN_MS,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    queryFn: ({ signal }) => readWaveform(data?.url ?? '', data?.recording.media_type ?? '', signal),
  });
  const file = shape.data?.file;
  useEffect(() => (file ? sound.takeFile(file) : undefined), [sound, file]);

  const { atMs, playing, error } = useSyncExternalStore(sound.subscribe, sound.now);
  return useMemo(
    () => ({
      sound,
      atMs,
      playing,
      durationMs: shape.data?.durationMs ?? knownMs,
      ready: data !== undefined,
      error: error ?? media.error,
      tryAgain: () => void sound.readAgain(),
      waveform: shape.data,
      drawing: mayPlay && knownMs <= LONGEST_DRAWN_MS && (data ? shape.isFetching : !media.error),
      download: () =>
        void client.query({ ...mediaQuery(id), staleTime: 0 }).then(({ download_url: url }) => {
          // It says of itself that it is a file to keep, so the page stays.
          if (url) window.location.assign(url);
        }),
    }),
    [
      client,
      id,
      sound,
      atMs,
      playing,
      shape.data,
      shape.isFetching,
      knownMs,
      data,
      error,
      media.error,
      mayPlay,
    ],
  );
}

function addressOf(media: MediaView, givenAt: number): Address {
  return { url: media.url, givenAt, livesMs: media.seconds * 1000 };
}
