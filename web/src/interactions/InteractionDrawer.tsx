import { Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { InteractionView } from '@/api/schema';
import { LinkButton } from '@/parts/Anchor';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Heading } from '@/parts/Heading';
import { Loaded } from '@/parts/Loaded';
import { AnalysisList } from './AnalysisList';
import { EvaluationsOf } from './EvaluationsOf';
import { InteractionFacts } from './InteractionFacts';
import { interactionQuery } from './queries';
import { Summary } from './Summary';

/**
 * An interaction beside the list that it was opened from.
 *
 * @param known it, where the list has it already: then it isn't asked for again.
 */
export function InteractionDrawer({
  id,
  known,
  onClose,
}: {
  id: string | undefined;
  known: InteractionView | undefined;
  onClose: () => void;
}) {
  const asked = useQuery({ ...interactionQuery(id ?? ''), enabled: id !== undefined && !known });
  const query = known ? { ...asked, data: known, error: null } : asked;
  return (
    <DetailDrawer
      id={id}
      title={query.data ? <Heading of={{ ...query.data, at: query.data.started_at }} /> : 'Conversation'}
      whole={`/conversations/${id ?? ''}`}
      onClose={onClose}
    >
      {id !== undefined && (
        <Loaded query={query}>
          {(interaction) => (
            <Stack gap="lg">
              <div>
                <LinkButton
                  to="/conversations/$interactionId"
                  params={{ interactionId: interaction.id }}
                  variant="default"
                >
                  {interaction.actions.includes('play') ? 'Listen and read' : 'Read the transcript'}
                </LinkButton>
              </div>
              <Part title="Summary">
                <Summary interaction={interaction} />
              </Part>
              <Part title="Evaluations">
                <EvaluationsOf interaction={interaction} />
              </Part>
              {interaction.analysis && (
                <Part title="Analysis">
                  <AnalysisList analysis={interaction.analysis} />
                </Part>
              )}
              <Part title="Facts">
                <InteractionFacts interaction={interaction} />
              </Part>
            </Stack>
          )}
        </Loaded>
      )}
    </DetailDrawer>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} mb="xs">
        {title}
      </Title>
      {children}
    </section>
  );
}
