import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import WaveSurfer from 'wavesurfer.js';
import type { Waveform as Shape } from './waveform';

const LANE_PX = 44;

/**
 * The shape of a recording, one lane for each audio channel, in the colours of the speakers. A click goes to that place;
 * the keyboard has the slider below it, so this is a picture only.
 *
 * @param colours names of the theme's variables, one for each lane.
 */
export function Waveform({
  audio,
  shape,
  colours,
}: {
  audio: HTMLAudioElement;
  shape: Shape;
  colours: string[];
}) {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme();
  const wanted = colours.join();
  useEffect(() => {
    const container = place.current;
    if (!container) return;
    const style = getComputedStyle(container);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const lanes = wanted.split(',').map((name) => ({
      height: LANE_PX,
      // What was heard stands out against what is still to come. Opaque, since the one is painted over the other.
      waveColor: `color-mix(in srgb, ${colour(name)} ${scheme === 'dark' ? 70 : 55}%, ${colour('--debrief-raised')})`,
      progressColor: colour(name),
    }));
    const wave = WaveSurfer.create({
      container,
      media: audio,
      peaks: shape.peaks,
      duration: shape.durationMs / 1000,
      splitChannels: lanes,
      height: LANE_PX,
      barWidth: 2,
      barGap: 1,
      barRadius: 1,
      normalize: true,
      cursorWidth: 2,
      cursorColor: colour('--mantine-color-text'),
      hideScrollbar: true,
      dragToSeek: true,
    });
    // It may stand somewhere already: an address can name a turn.
    wave.on('ready', () => wave.setTime(audio.currentTime));
    return () => wave.destroy();
    // The colours of the other theme are others.
  }, [audio, shape, wanted, scheme]);
  return <div ref={place} aria-hidden style={{ minHeight: LANE_PX * colours.length }} />;
}
