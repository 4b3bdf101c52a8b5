import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { InteractionView, PersonItem } from '@/api/schema';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Heading } from '@/parts/Heading';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { sayDuration } from '@/parts/times';
import { wordOf } from '@/parts/words';
import { interactionsOfQuery } from './queries';

const CHANNEL_WORDS: Record<InteractionView['channel'], string> = {
  voice: 'Voice',
  chat: 'Chat',
  email: 'Email',
  offline: 'Offline',
};

const COLUMNS: Column<InteractionView>[] = [
  {
    id: 'reference',
    header: 'Conversation',
    render: (each) => (
      <Anchor to="/conversations/$interactionId" params={{ interactionId: each.id }} inherit>
        <Heading of={{ ...each, at: each.started_at }} />
      </Anchor>
    ),
  },
  { id: 'channel', header: 'Channel', render: (each) => wordOf(CHANNEL_WORDS, each.channel) },
  { id: 'queue', header: 'Queue', render: (each) => each.queue },
  {
    id: 'handle',
    header: 'Handle time',
    align: 'right',
    render: (each) =>
      each.handle_ms === null || each.handle_ms === undefined ? '–' : sayDuration(each.handle_ms),
  },
];

/** Somebody's conversations. */
export function ProfileInteractions({ person }: { person: PersonItem }) {
  const query = useInfiniteQuery(interactionsOfQuery(person.id));
  const navigate = useNavigate();
  return (
    <Sheet
      title="Interactions"
      pad={false}
      actions={
        <LinkButton to="/conversations" search={{ agent: person.id }} variant="default" size="xs">
          Open the full list
        </LinkButton>
      }
    >
      {query.error && !query.data ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          name={`Interactions of ${person.name}`}
          id="profile-interactions"
          columns={COLUMNS}
          rows={itemsOf(query)}
          rowKey={(each) => each.id}
          onOpen={(each) =>
            void navigate({ to: '/conversations/$interactionId', params: { interactionId: each.id } })
          }
          loading={query.isPending}
          more={query}
          empty={<Empty title="No conversations yet">They stand here as soon as they come in.</Empty>}
        />
      )}
    </Sheet>
  );
}
