import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import { itemsOf } from '@/api/queries';
import type { ProposalView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { AskedButton } from '@/parts/AskedButton';
import { Earlier } from '@/parts/Earlier';
import { Empty } from '@/parts/Empty';
import { Lines } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { Page, Sheet } from '@/parts/Page';
import { PersonSelect } from '@/parts/PersonSelect';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { tagOf } from '@/parts/words';
import { useMay } from '@/session/me';
import { proposalsQuery, useAnswerProposal } from './queries';
import { STATE_WORDS } from './words';

const route = getRouteApi('/signed-in/coaching/proposals');

/** Conversations that agents propose as best responses: one's own, or those that wait for one's answer. */
export function ProposalsPage() {
  const { agent } = route.useSearch();
  const navigate = route.useNavigate();
  const coaches = useMay()('coaching.manage');
  const query = useInfiniteQuery(proposalsQuery(agent));
  const rows = itemsOf(query);
  return (
    <Page
      title="Proposed best responses"
      subtitle={
        coaches
          ? 'Conversations that agents hold for ones that others can learn from'
          : 'Conversations of yours that others can learn from, and what was said to them'
      }
    >
      {coaches && (
        <PersonSelect
          label="Agent"
          placeholder="Those that wait for an answer"
          maw={320}
          value={agent ?? null}
          onChange={(id) =>
            void navigate({ search: id ? { agent: id } : {}, replace: true, resetScroll: false })
          }
        />
      )}
      {query.error && rows.length === 0 ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending || (query.isPlaceholderData && rows.length === 0) ? (
        <Lines count={5} />
      ) : rows.length === 0 ? (
        <Sheet>
          <Empty title={coaches && !agent ? 'Nothing waits' : 'No proposals yet'}>
            {coaches
              ? 'When an agent proposes a conversation of theirs, it stands here until somebody answers.'
              : 'Open a conversation of yours that went well, and choose “Propose as a best response”.'}
          </Empty>
        </Sheet>
      ) : (
        <Earlier of={query}>
          <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
            {rows.map((each) => (
              <li key={each.id}>
                <One proposal={each} />
              </li>
            ))}
          </Stack>
        </Earlier>
      )}
      {query.hasNextPage && (
        <Group>
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show more
          </Button>
        </Group>
      )}
    </Page>
  );
}

function One({ proposal }: { proposal: ProposalView }) {
  const { word, tone } = tagOf(STATE_WORDS, proposal.state);
  const may = (verb: string) => proposal.actions.includes(verb);
  const answer = useAnswerProposal(proposal);
  return (
    <Sheet>
      <Stack gap="sm">
        <Group gap="sm">
          <Anchor
            to="/conversations/$interactionId"
            params={{ interactionId: proposal.interaction_id }}
            fw={600}
          >
            {proposal.inquiry[0] ?? proposal.queue}, <When at={proposal.started_at} />
          </Anchor>
          <Text span size="sm" c="dimmed">
            <Name of={proposal.agent_name} />
          </Text>
          <Tag tone={tone}>{word}</Tag>
        </Group>
        <Text size="sm" maw="75ch" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
          {proposal.note}
        </Text>
        {proposal.decided_by_name && proposal.decided_at && (
          <Text size="sm" maw="75ch" style={{ overflowWrap: 'anywhere' }}>
            <Text span inherit c="dimmed">
              <Name of={proposal.decided_by_name} />, <When at={proposal.decided_at} />
              {proposal.answer && ': '}
            </Text>
            {proposal.answer}
          </Text>
        )}
        {answer.error && <ProblemNotice error={answer.error} changing />}
        {may('withdraw') && (
          <AskedButton
            label="Take back"
            question="Take this proposal back?"
            yes="Take back"
            no="Keep"
            pending={answer.isPending}
            onYes={() =>
              answer.mutate({ verb: 'withdraw', words: '' }, { onSuccess: () => said('Taken back.') })
            }
          />
        )}
        {may('accept') && <Answer answer={answer} name={proposal.agent_name} />}
      </Stack>
    </Sheet>
  );
}

function Answer({ answer, name }: { answer: ReturnType<typeof useAnswerProposal>; name: string }) {
  const [words, setWords] = useState('');
  const [asked, setAsked] = useState(false);
  const reason = answer.error ? asProblem(answer.error).field('/reason') : undefined;
  const give = (verb: 'accept' | 'decline') => {
    setAsked(verb === 'decline');
    if (verb === 'decline' && !words.trim()) return;
    answer.mutate(
      { verb, words: words.trim() },
      { onSuccess: () => said(verb === 'accept' ? 'Accepted: it is among your bookmarks.' : 'Declined.') },
    );
  };
  return (
    <Stack gap="xs">
      <Textarea
        label={`What ${name} reads`}
        description="Needed where you decline"
        autosize
        minRows={2}
        maxLength={1000}
        maw={620}
        value={words}
        error={
          reason ?? (asked && !words.trim() ? 'Say why, so that there is something to learn' : undefined)
        }
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Group gap="xs">
        <Button size="xs" loading={answer.isPending} onClick={() => give('accept')}>
          Accept as a best response
        </Button>
        <Button size="xs" variant="default" disabled={answer.isPending} onClick={() => give('decline')}>
          Decline
        </Button>
      </Group>
    </Stack>
  );
}
