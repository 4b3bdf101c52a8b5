import { Button, Group, Loader, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { asProblem } from '@/api/problems';
import type { InteractionView, Speaker, Transcript } from '@/api/schema';
import { Lines, Loaded } from '@/parts/Loaded';
import { count } from '@/parts/numbers';
import { OtherProblem } from '@/parts/OtherProblem';
import { said } from '@/parts/say';
import { Tag } from '@/parts/Tag';
import { useIntention } from '@/parts/useIntention';
import { evaluationsOfQuery, interactionQuery, isMadeAnew, speakersQuery, useSaidSpeakers } from './queries';
import { SPEAKERS } from './turns';
import { rolesWords } from './words';

/** Who is who above the transcript: what tells it, the way to put it right, and how far what rests on it is. */
export function Speakers({
  interaction,
  transcript,
}: {
  interaction: InteractionView;
  transcript: Transcript;
}) {
  const [open, setOpen] = useState(false);
  const keyOf = useIntention();
  const correction = useSaidSpeakers(interaction);
  const client = useQueryClient();
  const anew = isMadeAnew(interaction);
  useWhenDone(anew, () => void client.invalidateQueries(evaluationsOfQuery(interaction.id)));
  if (!interaction.actions.includes('correct_speakers') || transcript.turns.length === 0) return null;
  const { roles } = interaction;
  const sides = transcript.turns.some(({ speaker }) => speaker === 'agent' || speaker === 'customer');
  const state = interaction.revision;
  const reload = () => client.refetchQueries(interactionQuery(interaction.id)).then(() => correction.reset());
  return (
    <Stack gap={6} mb="sm">
      <Group gap="xs">
        {roles?.guessed && (
          <Tag tone="watch" miw="max-content">
            Guessed
          </Tag>
        )}
        {roles && (roles.guessed || roles.basis === 'unknown') && (
          <Text size="sm" c="dimmed">
            {`Who is who is ${rolesWords(roles)}.`}
          </Text>
        )}
        <Group gap="xs" ml="auto">
          {roles?.guessed && (
            <Button
              size="compact-sm"
              variant="subtle"
              disabled={correction.isPending}
              onClick={() =>
                correction.mutate(
                  { said: { swap: false, voices: asTheyAre(transcript) }, key: keyOf(['right', state]) },
                  { onSuccess: () => said('Noted: it is as it was guessed.') },
                )
              }
            >
              It is right
            </Button>
          )}
          {sides && (
            <Button
              size="compact-sm"
              variant="default"
              loading={correction.isPending}
              onClick={() =>
                correction.mutate(
                  { said: { swap: true, voices: {} }, key: keyOf(['swap', state]) },
                  { onSuccess: () => said('Swapped. Swapping again takes it back.') },
                )
              }
            >
              Swap speakers
            </Button>
          )}
          <Button size="compact-sm" variant="subtle" onClick={() => setOpen(true)}>
            Say who is who
          </Button>
        </Group>
      </Group>
      <div aria-live="polite">
        {anew && (
          <Group gap="xs">
            <Loader size="xs" aria-hidden />
            <Text size="sm">The analysis and the automatic evaluations are being made anew.</Text>
          </Group>
        )}
      </div>
      {correction.error && (
        <OtherProblem problem={asProblem(correction.error)} shown={[]} onReload={() => void reload()} />
      )}
      {open && <WhoIsWho interaction={interaction} onClose={() => setOpen(false)} />}
    </Stack>
  );
}

/** Every voice as it is taken now: the names are those of the API, see `voice_of` there. */
function asTheyAre({ turns }: Transcript): Record<string, Speaker> {
  return Object.fromEntries(
    turns.map(({ voice, read_as, speaker }) => [voice ?? read_as ?? speaker, speaker] as const),
  );
}

function useWhenDone(running: boolean, then: () => void) {
  const before = useRef(running);
  useEffect(() => {
    if (before.current && !running) then();
    before.current = running;
  });
}

/** Each voice with what it says first, and who it is. */
function WhoIsWho({ interaction, onClose }: { interaction: InteractionView; onClose: () => void }) {
  const query = useQuery(speakersQuery(interaction));
  const [changes, setChanges] = useState<Record<string, Speaker>>({});
  const keyOf = useIntention();
  const correction = useSaidSpeakers(interaction);
  const client = useQueryClient();
  // What was chosen stays; what is read anew are the voices, and who they are taken for.
  const reload = async () => {
    await client.refetchQueries(interactionQuery(interaction.id));
    await query.refetch();
    correction.reset();
  };
  return (
    <Modal opened onClose={onClose} title="Who is who" size="lg">
      <Loaded query={query} skeleton={<Lines count={4} />}>
        {({ voices }) => {
          const told = Object.fromEntries(
            voices.map(({ voice, speaker }) => [voice, changes[voice] ?? speaker] as const),
          );
          return (
            <form
              aria-label="Who is who"
              onSubmit={(event) => {
                event.preventDefault();
                correction.mutate(
                  {
                    said: { swap: false, voices: told },
                    key: keyOf({ told, revision: interaction.revision }),
                  },
                  {
                    onSuccess: () => {
                      said('Noted who is who.');
                      onClose();
                    },
                  },
                );
              }}
            >
              <Stack gap="md">
                {voices.map(({ voice, turns, words, begins }, place) => (
                  <Stack key={voice} gap={4}>
                    <NativeSelect
                      label={isRole(voice) ? `Voice ${place + 1}` : voice}
                      description={`${count(turns)} turns, ${count(words)} words`}
                      value={told[voice] ?? 'unknown'}
                      data={Object.entries(SPEAKERS).map(([value, label]) => ({ value, label }))}
                      onChange={(event) => {
                        const speaker = event.currentTarget.value as Speaker;
                        setChanges((known) => ({ ...known, [voice]: speaker }));
                      }}
                    />
                    <Text size="sm" c="dimmed" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
                      “{begins}”
                    </Text>
                  </Stack>
                ))}
                {correction.error && (
                  <OtherProblem
                    problem={asProblem(correction.error)}
                    shown={[]}
                    onReload={() => void reload()}
                  />
                )}
                <Group gap="xs">
                  <Button type="submit" loading={correction.isPending}>
                    Save
                  </Button>
                  <Button variant="default" disabled={correction.isPending} onClick={onClose}>
                    Cancel
                  </Button>
                </Group>
              </Stack>
            </form>
          );
        }}
      </Loaded>
    </Modal>
  );
}

function isRole(voice: string): boolean {
  return voice in SPEAKERS;
}
