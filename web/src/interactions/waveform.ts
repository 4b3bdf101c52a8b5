/** The shape of a recording's sound, read once from the file itself. */

/** Points over the whole width; more than any screen has. */
const POINTS = 2400;
const SAMPLE_RATE = 8000;
/** Longer recordings are played while they are read, without their shape: it would take hundreds of megabytes. */
export const LONGEST_DRAWN_MS = 45 * 60_000;

export interface Waveform {
  /** The file, so that it needn't be read a second time to be heard. */
  file: Blob;
  /** For each audio channel, the loudest sample of each small stretch, with its sign. */
  peaks: Float32Array[];
  durationMs: number;
}

/** Read the file and its shape. Rejects when it can't be read; then it may still be played as it comes. */
export async function readWaveform(
  address: string,
  mediaType: string,
  signal: AbortSignal,
): Promise<Waveform> {
  const answer = await fetch(address, { signal });
  if (!answer.ok) throw new Error(`The recording answered ${answer.status}`);
  const bytes = await answer.arrayBuffer();
  const file = new Blob([bytes], { type: mediaType });
  const sound = await new OfflineAudioContext(2, 1, SAMPLE_RATE).decodeAudioData(bytes);
  const channels = Array.from({ length: Math.min(2, sound.numberOfChannels) }, (_, channel) =>
    peaksOf(sound.getChannelData(channel)),
  );
  return { file, peaks: channels, durationMs: sound.duration * 1000 };
}

function peaksOf(samples: Float32Array): Float32Array {
  const peaks = new Float32Array(Math.min(POINTS, samples.length));
  const each = samples.length / peaks.length;
  for (let point = 0; point < peaks.length; point++) {
    let loudest = 0;
    const end = Math.floor((point + 1) * each);
    for (let at = Math.floor(point * each); at < end; at++) {
      const sample = samples[at] ?? 0;
      if (Math.abs(sample) > Math.abs(loudest)) loudest = sample;
    }
    peaks[point] = loudest;
  }
  return peaks;
}
