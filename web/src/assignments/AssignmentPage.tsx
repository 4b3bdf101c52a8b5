import { Button, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { AssignmentView, ConversationView, ReviewView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { confirm } from '@/parts/confirm';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Facts } from '@/parts/Facts';
import { Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { average, signed } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { tagOf } from '@/parts/words';
import { Day, When } from '@/parts/When';
import { AreaTags } from './Areas';
import { BestResponses } from './BestResponses';
import { assignmentQuery, useLook, useRemoveAssignment } from './queries';
import { StatusTag } from './StatusTag';
import { REVIEW_WORDS } from './words';

const route = getRouteApi('/signed-in/coaching/assignments/$assignmentId');

/** An assignment: what is coached, the conversations to look at, how it is done well, and what to do next. */
export function AssignmentPage() {
  const { assignmentId } = route.useParams();
  const query = useQuery(assignmentQuery(assignmentId));
  const above = [
    <Anchor key="list" to="/coaching/assignments">
      Assignments
    </Anchor>,
    ...(query.data?.grouped
      ? [
          <Anchor
            key="group"
            to="/coaching/groups/$groupId"
            params={{ groupId: query.data.grouped.group_id }}
          >
            {query.data.grouped.name}
          </Anchor>,
        ]
      : []),
  ];
  return (
    <Page
      title={query.data?.name ?? 'Assignment'}
      above={above}
      subtitle={
        query.data && (
          <>
            <StatusTag of={query.data} /> {query.data.looked_at} of {query.data.to_look_at} opened
          </>
        )
      }
      actions={query.data?.actions.includes('delete') && <Remove assignment={query.data} />}
    >
      <Loaded query={query}>{(assignment) => <Opened assignment={assignment} />}</Loaded>
    </Page>
  );
}

function Opened({ assignment }: { assignment: AssignmentView }) {
  const own = assignment.actions.includes('look');
  const look = useLook(assignment.id);
  const opened = (id: string) => {
    if (own) look.mutate(id);
  };
  return (
    <Stack gap="md">
      <Sheet>
        <Facts
          facts={[
            ...(own
              ? []
              : [['Agent', <Name key="agent" of={assignment.agent_name} />] as [string, ReactNode]]),
            ['Coaching areas', <AreaTags key="areas" areas={assignment.areas} />],
            ['Follow-up', <Day key="day" day={assignment.follow_up} />],
            ['Given by', <Name key="by" of={assignment.assigned_by_name} />],
            ['Assigned', <When key="at" at={assignment.assigned_at} />],
            ...(assignment.closed_at
              ? [
                  [
                    'Closed',
                    <>
                      <When at={assignment.closed_at} />, because <Name of={assignment.agent_name} /> left
                    </>,
                  ] as [string, ReactNode],
                ]
              : []),
          ]}
        />
      </Sheet>
      {look.error && <ProblemNotice error={look.error} />}
      <Sheet title="Conversations to look at" pad={false}>
        <Conversations assignment={assignment} onOpen={opened} />
      </Sheet>
      <Sheet title="Best responses">
        <BestResponses assignment={assignment} onOpen={opened} />
      </Sheet>
      <Sheet title="Feedback">
        <Words text={assignment.feedback} none="No feedback was written." />
      </Sheet>
      <Sheet title="Action plan">
        <Words text={assignment.action_plan} none="No action plan was written." />
      </Sheet>
      <Reviews assignment={assignment} onOpen={opened} />
    </Stack>
  );
}

function Words({ text, none }: { text: string; none: string }) {
  return text ? (
    <Text maw="75ch" style={{ whiteSpace: 'pre-wrap' }}>
      {text}
    </Text>
  ) : (
    <Text size="sm" c="dimmed">
      {none}
    </Text>
  );
}

function Conversations({
  assignment,
  onOpen,
}: {
  assignment: AssignmentView;
  onOpen: (interactionId: string) => void;
}) {
  const columns: Column<ConversationView>[] = [
    {
      id: 'date',
      header: 'Conversation',
      render: (row) => <OpenConversation of={row} onOpen={() => onOpen(row.interaction_id)} />,
    },
    { id: 'areas', header: 'Coaching area', render: () => <AreaTags areas={assignment.areas} /> },
    {
      id: 'queue',
      header: 'Queue',
      render: (row) => [row.queue, ...row.inquiry, ...row.topics].filter(Boolean).join(', '),
    },
    {
      id: 'automatic',
      header: 'Automatic score',
      align: 'right',
      render: (row) => <Scored of={row.automatic} onOpen={() => onOpen(row.interaction_id)} />,
    },
    {
      id: 'supervisor',
      header: 'Supervisor score',
      align: 'right',
      render: (row) => <Scored of={row.supervisor} onOpen={() => onOpen(row.interaction_id)} />,
    },
    {
      id: 'sentiment',
      header: 'Customer sentiment',
      align: 'right',
      render: (row) => (typeof row.customer_sentiment === 'number' ? signed(row.customer_sentiment, 1) : '–'),
    },
    {
      id: 'looked',
      header: 'Opened',
      render: (row) => (row.looked_at ? <When at={row.looked_at} /> : <Tag>Not yet</Tag>),
    },
  ];
  return (
    <DataTable
      name="Conversations to look at"
      id="assignment-conversations"
      columns={columns}
      rows={assignment.conversations}
      rowKey={({ interaction_id }) => interaction_id}
      empty={<Empty title="No conversations">There are best responses alone to look at.</Empty>}
    />
  );
}

/** The way to the audit where there is one, else to the conversation. */
function OpenConversation({ of, onOpen }: { of: ConversationView; onOpen: () => void }) {
  const audit = of.evaluation_id ?? of.supervisor?.evaluation_id ?? of.automatic?.evaluation_id;
  if (of.gone)
    return (
      <Text span inherit c="dimmed">
        <When at={of.started_at} />, no longer there
      </Text>
    );
  return audit ? (
    <Anchor
      to="/evaluations/$evaluationId"
      params={{ evaluationId: audit }}
      inherit
      fw={550}
      {...opening(onOpen)}
    >
      <When at={of.started_at} />
    </Anchor>
  ) : (
    <Anchor
      to="/conversations/$interactionId"
      params={{ interactionId: of.interaction_id }}
      inherit
      fw={550}
      {...opening(onOpen)}
    >
      <When at={of.started_at} />
    </Anchor>
  );
}

function Scored({ of, onOpen }: { of: ConversationView['automatic']; onOpen: () => void }) {
  if (!of) return <>–</>;
  return (
    <Anchor
      to="/evaluations/$evaluationId"
      params={{ evaluationId: of.evaluation_id }}
      inherit
      {...opening(onOpen)}
    >
      {average(of.score)}
    </Anchor>
  );
}

/** What counts as opening a link: also in a tab of its own, with the middle button. */
function opening(onOpen: () => void) {
  return {
    onClick: onOpen,
    onAuxClick: (event: { button: number }) => {
      if (event.button === 1) onOpen();
    },
  };
}

const TABS = { pending: 'Pending', disputes: 'Disputes', resolved: 'Resolved' } as const;
type Tab = keyof typeof TABS;

/** The reviews of the conversations' evaluations: what waits, what is disputed, what is over. */
function Reviews({
  assignment,
  onOpen,
}: {
  assignment: AssignmentView;
  onOpen: (interactionId: string) => void;
}) {
  const { reviews } = route.useSearch();
  const navigate = route.useNavigate();
  const tab: Tab = reviews ?? 'pending';
  const all = assignment.conversations.flatMap((conversation) =>
    conversation.reviews.map((review) => ({ ...review, conversation })),
  );
  const rows = all.filter(({ tabs }) => tabs.includes(tab));
  return (
    <Sheet
      title="Review"
      pad={false}
      actions={
        <SegmentedControl
          aria-label="Which reviews"
          size="xs"
          data={(Object.keys(TABS) as Tab[]).map((value) => ({
            value,
            label: `${TABS[value]} (${all.filter(({ tabs }) => tabs.includes(value)).length})`,
          }))}
          value={tab}
          onChange={(value) =>
            void navigate({
              search: { reviews: value === 'disputes' || value === 'resolved' ? value : undefined },
              replace: true,
            })
          }
        />
      }
    >
      <DataTable
        name={`${TABS[tab]} reviews`}
        id="assignment-reviews"
        columns={reviewsOf(onOpen).filter(({ id }) => tab !== 'pending' || id !== 'rounds')}
        rows={rows}
        rowKey={({ evaluation_id }) => evaluation_id}
        empty={<Empty title={NOTHING[tab]} />}
      />
    </Sheet>
  );
}

const NOTHING: Record<Tab, string> = {
  pending: 'No review waits',
  disputes: 'Nothing is disputed',
  resolved: 'No review is over yet',
};

type Reviewed = ReviewView & { conversation: ConversationView };

const reviewsOf = (onOpen: (interactionId: string) => void): Column<Reviewed>[] => [
  {
    id: 'date',
    header: 'Conversation',
    render: (row) => (
      <Anchor
        to="/evaluations/$evaluationId"
        params={{ evaluationId: row.evaluation_id }}
        inherit
        fw={550}
        {...opening(() => onOpen(row.conversation.interaction_id))}
      >
        <When at={row.conversation.started_at} />
      </Anchor>
    ),
  },
  {
    id: 'evaluated',
    header: 'Evaluated',
    render: (row) => (row.completed_at ? <When at={row.completed_at} /> : '–'),
  },
  { id: 'queue', header: 'Queue', render: (row) => row.conversation.queue },
  { id: 'score', header: 'Supervisor score', align: 'right', render: (row) => average(row.score) },
  { id: 'rounds', header: 'Dispute rounds', align: 'right', render: (row) => row.rounds },
  {
    id: 'status',
    header: 'Review status',
    render: (row) => {
      const { word, tone } = tagOf(REVIEW_WORDS, row.status);
      return <Tag tone={tone}>{word}</Tag>;
    },
  },
];

function Remove({ assignment }: { assignment: AssignmentView }) {
  const navigate = useNavigate();
  const [gone, setGone] = useState(false);
  const remove = useRemoveAssignment(assignment, () => {
    setGone(true);
    void navigate({ to: '/coaching/assignments' });
  });
  return (
    <>
      {remove.error && <ProblemNotice error={remove.error} />}
      <Button
        variant="default"
        loading={remove.isPending || gone}
        onClick={() =>
          confirm({
            title: 'Delete this assignment?',
            children: `${assignment.agent_name} no longer finds it. What they have looked at is forgotten.`,
            label: 'Delete assignment',
            onConfirm: () => remove.mutate(),
          })
        }
      >
        Delete
      </Button>
    </>
  );
}
