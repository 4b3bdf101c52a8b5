import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { InquiryDetails as Details, RecentConversation } from '@/api/schema';
import { InteractionDrawer } from '@/interactions/InteractionDrawer';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Facts } from '@/parts/Facts';
import { Loaded } from '@/parts/Loaded';
import { counted } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { wordOf } from '@/parts/words';
import { useMay } from '@/session/me';
import type { Change, PerformanceSearch } from './addresses';
import { ConversationsBehind } from './Conversations';
import { TeamValue, TopValue } from './Effects';
import { metricsOf } from './Explore';
import { inquiryQuery, type Asked } from './queries';
import { Standing, Value } from './Standing';
import { METRIC_WORDS, sayEffect, sayValue } from './words';

/** One inquiry: each metric, the one to focus on, the team and the best agent on request, and the newest conversations. */
export function InquiryDetails({
  asked,
  inquiry,
  search,
  own,
  onChange,
}: {
  asked: Asked;
  inquiry: string;
  search: PerformanceSearch;
  own: boolean;
  onChange: Change;
}) {
  const query = useQuery(inquiryQuery(asked, inquiry, search.beside !== undefined));
  return (
    <>
      <Loaded query={query}>
        {(details) => (
          <Stack gap="md">
            <Figures
              details={details}
              asked={asked}
              own={own}
              beside={search.beside !== undefined}
              onChange={onChange}
            />
            <Sheet title="Newest conversations" pad={false}>
              <DataTable
                name={`Newest conversations of ${inquiry}`}
                id="performance-recent"
                columns={columnsOf(asked)}
                rows={details.recent}
                rowKey={(row) => row.interaction_id}
                openKey={search.open}
                onOpen={(row) => onChange({ open: row.interaction_id })}
                empty={<Empty title="No conversations">There are none of this inquiry any more.</Empty>}
              />
            </Sheet>
          </Stack>
        )}
      </Loaded>
      <InteractionDrawer id={search.open} known={undefined} onClose={() => onChange({ open: undefined })} />
    </>
  );
}

function Figures({
  details,
  asked,
  own,
  beside,
  onChange,
}: {
  details: Details;
  asked: Asked;
  own: boolean;
  beside: boolean;
  onChange: Change;
}) {
  const { frame, figures, inquiry, recommended, team, top } = details;
  const may = useMay();
  return (
    <Sheet
      title="How it goes"
      actions={
        <Button
          variant="default"
          size="xs"
          aria-expanded={beside}
          onClick={() => onChange({ beside: beside ? undefined : 'yes' })}
        >
          {beside ? 'Show fewer details' : 'Show more details'}
        </Button>
      }
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          <ConversationsBehind
            frame={frame}
            inquiry={inquiry}
            says={`${counted(details.number, 'conversation')} about ${inquiry}`}
          >
            {counted(details.number, 'conversation')}
          </ConversationsBehind>{' '}
          in this period
          {details.effect !== null && `; it ${sayEffect(details.effect)}`}
        </Text>
        <Group align="flex-start" gap="xl">
          {figures.map((figure) => (
            <Stack
              key={figure.metric}
              gap={4}
              component="section"
              aria-label={wordOf(METRIC_WORDS, figure.metric)}
            >
              <Group gap="xs">
                <Text fw={600}>{wordOf(METRIC_WORDS, figure.metric)}</Text>
                {figure.metric === recommended && <Tag tone="accent">Focus on this</Tag>}
              </Group>
              <Text component="div" size="sm">
                <Value figure={figure} />
              </Text>
              <div>
                <Standing figure={figure} minimum={frame.minimum} />
              </div>
              {beside && (
                <Facts
                  facts={[
                    ...of(team, figure.metric).map((each): [string, ReactNode] => [
                      'Team',
                      <TeamValue key="team" figure={each} />,
                    ]),
                    ...of(top, figure.metric).map((each): [string, ReactNode] => [
                      'Best agent',
                      <TopValue key="top" figure={each} mine={own} />,
                    ]),
                  ]}
                />
              )}
            </Stack>
          ))}
        </Group>
        <Text size="sm" c="dimmed">
          {recommended
            ? `Of all that is measured here, ${wordOf(METRIC_WORDS, recommended).toLowerCase()} at the middle of all agents would lower the score most.`
            : 'Nothing here stands behind the middle of all agents, as far as there is enough to compare.'}
        </Text>
        {/* A plan is the agent's own: whoever leads them reads it. */}
        {own && may('coaching.view_own') && (
          <div>
            <LinkButton
              to="/coaching/plans/new"
              search={{ channel: asked.channel, inquiry, metric: recommended ?? undefined }}
            >
              Let’s build a coaching plan
            </LinkButton>
          </div>
        )}
      </Stack>
    </Sheet>
  );
}

function of<T extends { metric: string }>(many: T[] | null, metric: string): T[] {
  return (many ?? []).filter((each) => each.metric === metric);
}

function columnsOf(asked: Asked): Column<RecentConversation>[] {
  const metrics = metricsOf(asked.channel);
  const say = (metric: 'effectiveness' | 'satisfaction', value: number | null) =>
    value === null ? '–' : sayValue(metric, value);
  const columns: Column<RecentConversation>[] = [
    {
      id: 'when',
      header: 'When',
      render: (row) => (
        <Anchor
          from="/performance/inquiries"
          to="/performance/inquiries"
          search={(before) => ({ ...before, open: row.interaction_id })}
        >
          <When at={row.started_at} />
        </Anchor>
      ),
    },
    {
      id: 'effectiveness',
      header: wordOf(METRIC_WORDS, 'effectiveness'),
      align: 'right',
      render: (row) => say('effectiveness', row.effectiveness),
    },
    {
      id: 'handle_time',
      header: wordOf(METRIC_WORDS, 'handle_time'),
      align: 'right',
      render: (row) => (row.handle_ms === null ? '–' : sayValue('handle_time', row.handle_ms)),
    },
    {
      id: 'satisfaction',
      header: wordOf(METRIC_WORDS, 'satisfaction'),
      align: 'right',
      render: (row) => say('satisfaction', row.satisfaction),
    },
    {
      id: 'resolution',
      header: wordOf(METRIC_WORDS, 'resolution'),
      align: 'right',
      render: (row) => (row.resolved === null ? '–' : row.resolved ? 'Resolved' : 'Not resolved'),
    },
  ];
  return columns.filter(({ id }) => id === 'when' || metrics.some((each) => each === id));
}
