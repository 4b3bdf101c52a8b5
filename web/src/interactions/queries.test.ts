import { expect, test, vi } from 'vitest';

vi.stubGlobal('location', { origin: 'https://debrief.example' });
const { transcriptKey } = await import('./queries');

const transcript = { key: 'transcripts/ix_1.json', source_format: 'webvtt' as const, turns: 4, words: 40 };

test('a transcript that was replaced is read anew', () => {
  const before = { id: 'ix_1', revision: 3, transcript: { ...transcript, digest: 'a1' } };
  expect(transcriptKey({ ...before, revision: 4 })).toEqual(transcriptKey(before));
  expect(transcriptKey({ ...before, transcript: { ...transcript, digest: 'b2' } })).not.toEqual(
    transcriptKey(before),
  );
});

test('one without a digest is read anew when its interaction has changed', () => {
  const before = { id: 'ix_1', revision: 3, transcript: { ...transcript, digest: null } };
  expect(transcriptKey({ ...before, revision: 4 })).not.toEqual(transcriptKey(before));
});
