import { Anchor as Outside, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { InteractionView, Roles } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Name } from '@/parts/Name';
import { amid, nameIn, teamsQuery, useNames } from '@/parts/names';
import { NewTab } from '@/parts/NewTab';
import { dollars } from '@/parts/numbers';
import { sayDuration } from '@/parts/times';
import { When } from '@/parts/When';
import { entryOf, wordOf } from '@/parts/words';
import { useMay } from '@/session/me';
import { FactList } from './FactList';
import { CHANNEL_WORDS, DIRECTION_WORDS, FORMAT_WORDS, languageWords, rolesWords, webAddress } from './words';

/** What was known of an interaction when it came in. */
export function InteractionFacts({ interaction }: { interaction: InteractionView }) {
  const may = useMay();
  const teams = useQuery({ ...teamsQuery, enabled: may('people.view') && Boolean(interaction.team_id) });
  const direction = entryOf(DIRECTION_WORDS, interaction.direction, '');
  const duration = (ms: number | null | undefined) =>
    ms === null || ms === undefined ? undefined : sayDuration(ms);
  return (
    <FactList
      facts={[
        [
          'Agent',
          <Anchor key="agent" inherit to="/people/$personId" params={{ personId: interaction.agent_id }}>
            <Name of={interaction.agent_name} />
          </Anchor>,
        ],
        ['Reference', interaction.contact_reference],
        ['Team', nameIn(teams.data, interaction.team_id)],
        ['Began', <When key="began" at={interaction.started_at} />],
        ['Duration', sayDuration(interaction.duration_ms)],
        ['Channel', [wordOf(CHANNEL_WORDS, interaction.channel), direction].filter(Boolean).join(', ')],
        ['Queue', interaction.queue],
        // Where it was analysed, its inquiry stands there, with where it comes from.
        ['Inquiry', interaction.analysis ? undefined : interaction.inquiry.join(', ')],
        ['Language', interaction.language && languageWords(interaction.language)],
        ['Disposition', interaction.disposition],
        ['Handle time', duration(interaction.handle_ms)],
        ['Talk', duration(interaction.talk_ms)],
        ['Hold', duration(interaction.hold_ms)],
        ['After-call work', duration(interaction.after_call_work_ms)],
        ['Customer', interaction.customer_reference],
        ['CRM', links(interaction.crm_links)],
        ['Who is who', interaction.roles && <WhoTold key="roles" roles={interaction.roles} />],
        ['Remarks', remarks(interaction.remarks)],
        ['Came in as', wordOf(FORMAT_WORDS, interaction.source.format)],
        ['Cost', sayCost(interaction)],
      ]}
    />
  );
}

/** What transcription and analysis came to; each evaluation and report tells its own cost. */
function sayCost({ transcription_micro_usd: heard, analysis }: InteractionView): string | undefined {
  const read = analysis?.provenance?.cost_micro_usd;
  const parts = [
    typeof heard === 'number' ? `${dollars(heard)} to transcribe` : undefined,
    typeof read === 'number' ? `${dollars(read)} to analyse` : undefined,
  ];
  return parts.filter(Boolean).join(', ') || undefined;
}

/** What tells who is who; where a person has said it, who that was and when. */
function WhoTold({ roles }: { roles: Roles }) {
  const last = roles.basis === 'person' ? roles.changes.at(-1) : undefined;
  const name = useNames([last?.by]);
  if (!last) return rolesWords(roles);
  return (
    <>
      {`said by ${amid(name(last.by)) ?? 'a person'}, `}
      <When at={last.at} />
    </>
  );
}

function remarks(all: string[]) {
  if (all.length === 0) return undefined;
  return (
    <Stack gap={2}>
      {all.map((remark) => (
        <span key={remark}>{remark}</span>
      ))}
    </Stack>
  );
}

function links(crm: Record<string, string>) {
  const all = Object.entries(crm);
  if (all.length === 0) return undefined;
  return (
    <Stack gap={2}>
      {all.map(([kind, link]) => {
        const address = webAddress(link);
        return (
          <span key={kind}>
            {kind.replaceAll('_', ' ')}:{' '}
            {address ? (
              <Outside inherit href={address} target="_blank" rel="noreferrer">
                {link}
                <NewTab />
              </Outside>
            ) : (
              link
            )}
          </span>
        );
      })}
    </Stack>
  );
}
