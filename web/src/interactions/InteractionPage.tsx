import { Box, Grid, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import type { InteractionView } from '@/api/schema';
import { BookmarkButton } from '@/assignments/BookmarkButton';
import { FlagsOf } from '@/flags/FlagsOf';
import { LogsOf } from '@/flags/LogsOf';
import { Anchor } from '@/parts/Anchor';
import { useHeading } from '@/parts/Heading';
import { placeWords } from '@/parts/headings';
import { late } from '@/parts/late';
import { Lines } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { ProposeButton } from '@/proposals/ProposeButton';
import { wordOf } from '@/parts/words';
import { AnalysisList } from './AnalysisList';
import { Assign } from './Assign';
import { Comments, type Place } from './Comments';
import { commentsQuery } from './comments';
import { Conversation, type ConversationHandle } from './Conversation';
import { DownloadMenu } from './DownloadMenu';
import { EvaluationsOf } from './EvaluationsOf';
import { Instructing } from './Instructing';
import { InteractionActs } from './InteractionActs';
import { InteractionFacts } from './InteractionFacts';
import { interactionQuery } from './queries';
import { Summary } from './Summary';
import { TakenBy } from './TakenBy';
import { CHANNEL_WORDS } from './words';

const route = getRouteApi('/signed-in/conversations/$interactionId');
// The charts weigh as much as the rest of the page, and stand below it.
const SentimentArc = late(
  () => import('./SentimentArc').then((module) => module.SentimentArc),
  <Skeleton height={156} />,
);

/** One interaction whole: recording and transcript in step, and beside them what is known and thought of it. */
export function InteractionPage() {
  const { interactionId } = route.useParams();
  // Whatever is begun on one of them, from a chosen turn to a chosen evaluator, stays with it.
  return <Whole key={interactionId} interactionId={interactionId} />;
}

function Whole({ interactionId }: { interactionId: string }) {
  const { turn } = route.useSearch();
  const heading = useHeading();
  const query = useQuery(interactionQuery(interactionId));
  const { data, error } = query;
  const conversation = useRef<ConversationHandle>(null);
  const [place, setPlace] = useState<Place | null>(null);
  const comments = useQuery({ ...commentsQuery(interactionId), enabled: data !== undefined });
  const marks = useMemo(
    () =>
      [...new Set((comments.data?.items ?? []).map((each) => each.turn_index))].flatMap((index) =>
        typeof index === 'number' ? [{ turnIndex: index, label: 'Comment' }] : [],
      ),
    [comments.data],
  );
  const above = [
    <Anchor key="list" to="/conversations">
      Conversations
    </Anchor>,
  ];
  if (!data)
    return (
      <Page title={error ? 'Interaction' : 'Loading …'} above={above}>
        {error ? <ProblemNotice error={error} onRetry={() => void query.refetch()} /> : <Lines count={10} />}
      </Page>
    );
  return (
    <Page
      title={heading({ ...data, at: data.started_at })}
      above={above}
      actions={
        <>
          <BookmarkButton interactionId={data.id} />
          <ProposeButton interactionId={data.id} agentId={data.agent_id} />
          <DownloadMenu interaction={data} />
          <InteractionActs interaction={data} />
        </>
      }
      subtitle={
        <>
          {placeWords(wordOf(CHANNEL_WORDS, data.channel), data.queue)} · <Name of={data.agent_name} /> ·{' '}
          {data.contact_reference}
        </>
      }
    >
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="md">
            <Instructing interaction={data} />
            <Sheet>
              <Conversation
                ref={conversation}
                interactionId={interactionId}
                turn={turn}
                correctable={data.source.added_by === null}
                evidence={marks}
                onSelect={comments.data?.actions.includes('comment') ? setPlace : undefined}
                selecting="Comment on this turn"
              />
            </Sheet>
            <Arc interaction={data} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="md">
            <Sheet title="Summary">
              <Summary interaction={data} />
            </Sheet>
            <Sheet title="Evaluations">
              <EvaluationsOf interaction={data} />
              <Assign interaction={data} />
              <TakenBy interactionId={data.id} />
            </Sheet>
            <FlagsOf interactionId={data.id} />
            <LogsOf interactionId={data.id} sheet />
            <Sheet title="Comments">
              <Comments
                interaction={data}
                place={place}
                onPlace={setPlace}
                onGo={(index) => conversation.current?.toTurn(index)}
              />
            </Sheet>
            {data.analysis && (
              <Sheet title="Analysis">
                <AnalysisList analysis={data.analysis} />
              </Sheet>
            )}
            <Sheet title="Facts">
              <InteractionFacts interaction={data} />
            </Sheet>
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
}

function Arc({ interaction }: { interaction: InteractionView }) {
  const { analysis } = interaction;
  if (!analysis) return null;
  if (!analysis.customer_sentiment_arc?.value.length)
    return (
      <Text size="sm" c="dimmed">
        There is no sentiment arc for this conversation.
      </Text>
    );
  return (
    <Sheet>
      <Box>
        <SentimentArc analysis={analysis} />
      </Box>
    </Sheet>
  );
}
