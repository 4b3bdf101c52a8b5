import { SegmentedControl, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type {
  EffectLine,
  PerformanceFrame,
  PerformanceOverview,
  TeamFigureView,
  TopFigure,
} from '@/api/schema';
import { LinkButton } from '@/parts/Anchor';
import { Facts } from '@/parts/Facts';
import { useNames } from '@/parts/names';
import { counted } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { ConversationsBehind } from './Conversations';
import { Standing, Value } from './Standing';
import type { Change } from './addresses';
import { sayEffect, sayTeamValue, sayValue } from './words';

const route = getRouteApi('/signed-in/performance/inquiries');

/** The inquiries that bring the score down most, or up most: three at most of either. */
export function Effects({
  overview,
  own,
  onChange,
}: {
  overview: PerformanceOverview;
  /** Whether it is the signed-in person's own performance. */
  own: boolean;
  onChange: Change;
}) {
  const { work } = route.useSearch();
  const lines = work ? overview.to_work_on : overview.top_performing;
  return (
    <Sheet
      title={work ? 'Inquiries to work on' : 'Top performing inquiries'}
      actions={
        <SegmentedControl
          aria-label="Which inquiries"
          value={work ?? 'no'}
          data={[
            { value: 'no', label: 'Top performing' },
            { value: 'yes', label: 'To work on' },
          ]}
          onChange={(value) => onChange({ work: value === 'yes' ? 'yes' : undefined })}
        />
      }
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {work
            ? 'What brings the overall score up most. Lower is better.'
            : 'What brings the overall score down most. Lower is better.'}
        </Text>
        {lines.length === 0 ? (
          <Text size="sm">
            {work
              ? 'No inquiry brings the overall score up: all there is comes to the same.'
              : 'No inquiry brings the overall score down: all there is comes to the same.'}
          </Text>
        ) : (
          <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
            {lines.map((line) => (
              <Line key={line.inquiry} line={line} frame={overview.frame} own={own} />
            ))}
          </SimpleGrid>
        )}
      </Stack>
    </Sheet>
  );
}

function Line({ line, frame, own }: { line: EffectLine; frame: PerformanceFrame; own: boolean }) {
  return (
    <Stack gap="xs" component="article" aria-label={line.inquiry}>
      <div>
        <Title order={3} style={{ overflowWrap: 'anywhere' }}>
          {line.inquiry}
        </Title>
        <Text size="sm" c="dimmed">
          <ConversationsBehind
            frame={frame}
            inquiry={line.inquiry}
            says={`${counted(line.number, 'conversation')} about ${line.inquiry}`}
          >
            {counted(line.number, 'conversation')}
          </ConversationsBehind>
          ; {sayEffect(line.effect)}
        </Text>
      </div>
      <Facts
        facts={[
          [
            own ? 'Yours' : 'Theirs',
            <>
              <Value figure={line.own} /> <Standing figure={line.own} minimum={frame.minimum} />
            </>,
          ],
          ...(line.team
            ? [['Team', <TeamValue key="team" figure={line.team} />] as [string, ReactNode]]
            : []),
          ...(line.top
            ? [['Best agent', <TopValue key="top" figure={line.top} mine={own} />] as [string, ReactNode]]
            : []),
        ]}
      />
      <div>
        <LinkButton
          from="/performance/inquiries"
          to="/performance/inquiries"
          search={(before) => ({ ...before, inquiry: line.inquiry })}
          variant="default"
          size="xs"
          aria-label={`View details of ${line.inquiry}`}
        >
          View details
        </LinkButton>
      </div>
    </Stack>
  );
}

/** A team's average, or why there is none. */
export function TeamValue({ figure }: { figure: TeamFigureView }) {
  if (figure.value !== null) return <>{sayTeamValue(figure.metric, figure.value)}</>;
  return (
    <Text span inherit c="dimmed">
      {figure.withheld ? 'Not shown: too few colleagues are behind it' : 'Not known yet'}
    </Text>
  );
}

/** The best agent's average, without their name where the reader doesn't lead them. */
export function TopValue({ figure, mine }: { figure: TopFigure; mine: boolean }) {
  const nameOf = useNames([figure.agent_id]);
  if (figure.value === null) {
    return (
      <Text span inherit c="dimmed">
        {figure.withheld ? 'Not shown: too few agents to compare' : 'Nobody has enough conversations yet'}
      </Text>
    );
  }
  const who = figure.own ? (mine ? 'you' : 'this agent') : figure.agent_id && nameOf(figure.agent_id);
  return (
    <>
      {sayValue(figure.metric, figure.value)}
      {who && ` (${who})`}
    </>
  );
}
