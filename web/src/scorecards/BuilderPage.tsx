import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { intention } from '@/api/client';
import { asProblem } from '@/api/problems';
import type { ContentCheck, FieldError, NewContent, QuestionDraft, ScorecardDetail } from '@/api/schema';
import { Foreseen } from '@/forecasts/Foreseen';
import { useWayBack } from '@/forecasts/useWayBack';
import { Anchor } from '@/parts/Anchor';
import { confirm } from '@/parts/confirm';
import { KEEP_MINE, TAKE_THEIRS } from '@/parts/Contested';
import { Disclosure } from '@/parts/Disclosure';
import { Empty } from '@/parts/Empty';
import { Loaded } from '@/parts/Loaded';
import { counted } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { Tag } from '@/parts/Tag';
import { toneOf, wordOf } from '@/parts/words';
import { Builder } from './Builder';
import { Changes } from './Changes';
import { FromDisputes } from './FromDisputes';
import { placeOf } from './places';
import { checkQuery, draftsQuery, scorecardQuery, useSaveScorecard, useStatusChange } from './queries';
import { stillOpen } from './stillOpen';
import { useCard, type CardState } from './useCard';
import { STATUS_TONES, STATUS_WORDS } from './words';

const route = getRouteApi('/signed-in/setup/scorecards/$scorecardId/edit');
/** How long nothing must have been typed before the API is asked what it comes to. */
const SETTLED_MS = 500;
/** What doesn't score otherwise, but decides what is evaluated. */
const REACH = new Set(['start_automatically', 'channels', 'queues']);

/** A scorecard being built: what it asks, how it scores, and what keeps it from being used. */
export function BuilderPage() {
  const { scorecardId } = route.useParams();
  const query = useQuery(scorecardQuery(scorecardId));
  const drafts = useQuery({
    ...draftsQuery(scorecardId),
    enabled: query.data?.actions.includes('edit') ?? false,
  });
  if (!query.data)
    return (
      <Page title="Edit scorecard">
        <Loaded query={query}>{() => null}</Loaded>
      </Page>
    );
  if (query.data.actions.includes('edit') && !drafts.isFetched)
    return (
      <Page title={query.data.name} above={above(query.data)}>
        <Loaded query={drafts}>{() => null}</Loaded>
      </Page>
    );
  if (!query.data.actions.includes('edit'))
    return (
      <Page title={query.data.name} above={above(query.data)}>
        <Empty title="This scorecard can’t be changed">
          {query.data.status === 'archived'
            ? 'It is archived. Publish it again before changing it.'
            : 'Ask somebody who manages scorecards.'}
        </Empty>
      </Page>
    );
  return <Opened key={scorecardId} scorecard={query.data} drafts={drafts.data?.items ?? NO_DRAFTS} />;
}

function above(scorecard: ScorecardDetail) {
  return [
    <Anchor key="list" to="/setup/scorecards">
      Scorecards
    </Anchor>,
    <Anchor key="one" to="/setup/scorecards/$scorecardId" params={{ scorecardId: scorecard.id }}>
      {scorecard.name}
    </Anchor>,
  ];
}

const NO_DRAFTS: QuestionDraft[] = [];

function Opened({ scorecard, drafts }: { scorecard: ScorecardDetail; drafts: QuestionDraft[] }) {
  const { question } = route.useSearch();
  const go = route.useNavigate();
  const state = useCard(scorecard, drafts);
  const { card } = state;
  const [settled] = useDebouncedValue(card.content, SETTLED_MS);
  const check = useQuery(checkQuery(scorecard.id, scorecard.revision, settled));
  // Until the next answer is there, what the last one says of what has changed since isn't true any more.
  const open = check.data ? stillOpen(check.data.open_points, check.data.of, card.content) : [];
  return (
    <Page
      title={`Edit ${scorecard.name}`}
      above={above(scorecard)}
      subtitle={
        <Group gap="xs">
          <Tag tone={toneOf(STATUS_TONES, scorecard.status)}>{wordOf(STATUS_WORDS, scorecard.status)}</Tag>
          <Text span inherit>
            {scorecard.status === 'published'
              ? `Version ${scorecard.current_version} is in force until changes are published.`
              : 'Nobody evaluates with it before it is published.'}
          </Text>
        </Group>
      }
      actions={
        <Anchor
          to="/setup/scorecards/$scorecardId/try"
          params={{ scorecardId: scorecard.id }}
          underline="always"
        >
          Preview as evaluators see it
        </Anchor>
      }
    >
      {state.behind && <Behind state={state} />}
      <FromDisputes drafts={drafts} state={state} />
      <Builder
        state={state}
        openPoints={open}
        opened={question}
        onOpen={(id) => void go({ search: { question: id }, replace: true })}
      />
      {check.error && <ProblemNotice error={check.error} onRetry={() => void check.refetch()} />}
      <Saving
        scorecard={scorecard}
        state={state}
        check={check.data}
        open={open}
        settled={settled === card.content && !check.isPlaceholderData}
      />
    </Page>
  );
}

/** Somebody else has saved meanwhile. */
function Behind({ state }: { state: CardState }) {
  return (
    <Alert role="alert" variant="default" title="Somebody else changed this scorecard meanwhile">
      <Text size="sm">
        Your changes are still here. Below stands what differs from what is saved now; saving yours takes the
        place of it.
      </Text>
      <Group mt="sm" gap="xs">
        <Button size="xs" variant="default" onClick={() => state.stand()}>
          {KEEP_MINE}
        </Button>
        <Button size="xs" variant="default" onClick={() => state.forget()}>
          {TAKE_THEIRS}
        </Button>
      </Group>
    </Alert>
  );
}

/** What keeps it from being published, what would change, and the ways to save it. */
function Saving({
  scorecard,
  state,
  check,
  open,
  settled,
}: {
  scorecard: ScorecardDetail;
  state: CardState;
  check: ContentCheck | undefined;
  open: FieldError[];
  settled: boolean;
}) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const saving = useSaveScorecard(scorecard.id);
  const publishing = useStatusChange(scorecard.id);
  const [key, setKey] = useState(intention);
  // What is about to be published; another change of the content takes it back.
  const [foreseen, setForeseen] = useState<NewContent | null>(null);
  const { button, back } = useWayBack();
  const draft = scorecard.status === 'draft';
  const problem = saving.error ? asProblem(saving.error) : null;
  const there = () =>
    void navigate({ to: '/setup/scorecards/$scorecardId', params: { scorecardId: scorecard.id } });

  const save = (then: (saved: ScorecardDetail) => void) =>
    saving.mutate(
      { card: state.card, from: state.from, drafts: state.drafts },
      {
        onSuccess: (saved) => {
          state.forget();
          then(saved);
        },
      },
    );
  const publish = (of: ScorecardDetail) =>
    publishing.mutate(
      { to: 'publication', key, of },
      {
        onSuccess: () => {
          said('The scorecard is in force.');
          there();
        },
        onSettled: () => setKey(intention()),
      },
    );
  const putInForce = () =>
    save(() => {
      said('The changes are in force.');
      there();
    });
  const publishChanges = () => {
    if (check?.makes_version || check?.changes.some(({ field }) => field && REACH.has(field)))
      setForeseen(state.card.content);
    else
      confirm({
        title: 'Publish the changes',
        label: 'Publish changes',
        harmless: true,
        children:
          'The changes are cosmetic: evaluations read and score as before, so no new version is made.',
        onConfirm: putInForce,
      });
  };
  const reload = () =>
    void client.query({ ...scorecardQuery(scorecard.id), staleTime: 0 }).then(() => saving.reset());

  return (
    <Sheet title={draft ? 'Save and publish' : 'Publish'}>
      <Stack gap="md">
        {open.length > 0 && (
          <Alert role="group" variant="default" title="Before it can be published">
            <List size="sm">
              {open.map(({ pointer, message }) => (
                <List.Item key={pointer + message}>
                  {placeOf(pointer, state.card.content)}: {message}
                </List.Item>
              ))}
            </List>
          </Alert>
        )}
        {state.touched && check && check.changes.length > 0 && (
          <Disclosure label={`What changes (${counted(check.changes.length, 'change')})`}>
            <Changes changes={check.changes} name="Changes that aren’t saved" />
          </Disclosure>
        )}
        {problem && (
          <ProblemNotice error={problem} changing onRetry={problem.kind === 'stale' ? reload : undefined} />
        )}
        {publishing.error && <ProblemNotice error={publishing.error} changing />}
        {foreseen !== null && foreseen === state.card.content ? (
          <Foreseen
            plan={{ kind: 'scorecard', scorecard_id: scorecard.id, content: foreseen }}
            what={whatHappens(draft, check)}
            go={
              draft || check?.makes_version
                ? `Publish version ${scorecard.current_version + (draft ? 0 : 1)}`
                : 'Publish changes'
            }
            pending={saving.isPending || publishing.isPending}
            onGo={() => {
              if (!draft) putInForce();
              else if (state.touched) save(publish);
              else publish(scorecard);
            }}
            onBack={() => {
              setForeseen(null);
              back();
            }}
          />
        ) : (
          <Group gap="xs">
            {draft ? (
              <>
                <Button
                  ref={button}
                  disabled={open.length > 0 || !check || !settled || state.behind}
                  loading={publishing.isPending}
                  onClick={() => setForeseen(state.card.content)}
                >
                  Publish
                </Button>
                <Button
                  variant="default"
                  disabled={!state.touched || state.behind}
                  loading={saving.isPending}
                  onClick={() => save(() => said('The draft is saved.'))}
                >
                  Save draft
                </Button>
              </>
            ) : (
              <Button
                ref={button}
                disabled={!state.touched || open.length > 0 || !check || !settled || state.behind}
                loading={saving.isPending}
                onClick={publishChanges}
              >
                Publish changes
              </Button>
            )}
            {state.touched && (
              <Button
                variant="subtle"
                onClick={() =>
                  confirm({
                    title: 'Discard what isn’t saved',
                    label: 'Discard changes',
                    children: 'The scorecard is shown as it was saved last.',
                    onConfirm: () => state.forget(),
                  })
                }
              >
                Discard changes
              </Button>
            )}
            <Text size="sm" c="dimmed" role="status">
              {state.touched ? 'Not saved yet. It is kept in this browser tab.' : 'Everything is saved.'}
            </Text>
          </Group>
        )}
      </Stack>
    </Sheet>
  );
}

function whatHappens(draft: boolean, check: ContentCheck | undefined): string {
  if (draft) return 'From then on evaluations are made with it.';
  return check?.makes_version
    ? 'New evaluations are made with the new version from then on. Those there are keep theirs.'
    : 'Evaluations score as before; what changes is which conversations it is for.';
}
