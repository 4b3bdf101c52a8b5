import { Box, Button, Checkbox, Group, Select, Stack, Text, Textarea } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { itemsOf } from '@/api/queries';
import type { DisputeItem, EvaluationDetail, Question, Rescoring } from '@/api/schema';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { Disclosure } from '@/parts/Disclosure';
import { Earlier } from '@/parts/Earlier';
import { useFollowing } from '@/parts/focus';
import { Heading } from '@/parts/Heading';
import { Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { counted } from '@/parts/numbers';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useKept } from '@/parts/useKept';
import { wordOf } from '@/parts/words';
import { draftsQuery } from '@/scorecards/queries';
import { rescoringsQuery, similarQuery, useDefine, useRescore } from './queries';
import { MOST_RESCORED, percentText, questionsOf, SKIP_WORDS, tickedOf } from './words';

/** What an upheld dispute leads to: others like it, and a clearer question. */
export function Repairs({ dispute, evaluation }: { dispute: DisputeItem; evaluation: EvaluationDetail }) {
  const questions = questionsOf(evaluation);
  const upheld = (dispute.decision?.answers ?? [])
    .filter((each) => each.upheld)
    .map((each) => each.question_id);
  const [chosen, setChosen] = useState(upheld[0] ?? '');
  const question = questions.get(chosen);
  return (
    <Stack gap="xs" className="no-print">
      {upheld.length > 1 && (
        <Select
          label="Of the question"
          data={upheld.map((id) => ({ value: id, label: questions.get(id)?.text ?? id }))}
          value={chosen}
          allowDeselect={false}
          onChange={(id) => id && setChosen(id)}
        />
      )}
      {dispute.actions.includes('rescore_others') && (
        <Disclosure label="Others that went the same way">
          <Similar key={chosen} dispute={dispute} questionId={chosen} />
        </Disclosure>
      )}
      {dispute.actions.includes('define') && question && (
        <Disclosure label="Make the question clearer">
          <Clearer key={chosen} dispute={dispute} question={question} />
        </Disclosure>
      )}
    </Stack>
  );
}

/** Evaluations with the same question, answer and kind of evidence, to be given the same answer. */
function Similar({ dispute, questionId }: { dispute: DisputeItem; questionId: string }) {
  const query = useInfiniteQuery(similarQuery(dispute.id, questionId));
  const runs = useQuery(rescoringsQuery(dispute.id));
  const rescoring = useRescore(dispute.id);
  useReadAnew(dispute.id, runs.data?.items.filter(({ finished_at }) => finished_at).length);
  const [left, setLeft] = useState<string[]>([]);
  const rows = itemsOf(query);
  const acts = useRef<HTMLDivElement>(null);
  const { isFetchingNextPage: reading } = query;
  // With the last of them the button to look through more goes.
  const follow = useFollowing(reading, () => (reading ? null : acts.current?.lastElementChild));
  const ids = rows.map(({ id }) => id);
  const ticked = tickedOf(ids, left);
  const isTicked = new Set(ticked);
  const isLeft = new Set(left);
  const full = ticked.length === MOST_RESCORED && ids.some((id) => !isTicked.has(id) && !isLeft.has(id));
  const note = useId();
  if (query.error && rows.length === 0) {
    return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <Stack gap="sm">
      <Text size="sm">
        The same question, answered the same way and resting on the same kind of evidence. Those that are
        ticked get the answer that this dispute ended with, and are scored anew; their agents are told.
      </Text>
      {!query.isPending && !query.isPlaceholderData && rows.length === 0 && (
        <Text size="sm" c="dimmed">
          {query.hasNextPage ? 'None among those looked through so far.' : 'There are none.'}
        </Text>
      )}
      <Earlier of={query}>
        <Stack gap={6} component="ul" p={0} m={0} style={{ listStyle: 'none' }} aria-label="Others like it">
          {rows.map((row) => (
            <Group key={row.id} component="li" gap="xs" wrap="nowrap" align="flex-start">
              <Checkbox
                aria-label={`Re-score ${row.contact_reference}`}
                checked={isTicked.has(row.id)}
                disabled={!isTicked.has(row.id) && !isLeft.has(row.id)}
                aria-describedby={full ? note : undefined}
                onChange={(event) => {
                  const on = event.currentTarget.checked;
                  setLeft((all) => (on ? all.filter((id) => id !== row.id) : [...all, row.id]));
                }}
              />
              <Box style={{ minWidth: 0 }}>
                <Anchor to="/evaluations/$evaluationId" params={{ evaluationId: row.id }} size="sm">
                  <Heading of={{ ...row, at: row.interaction_started_at }} />
                </Anchor>
                <Text size="xs" c="dimmed">
                  <Name of={row.agent_name} />, {percentText(row.percent)}, by{' '}
                  <Name of={row.evaluator_name ?? 'the AI'} />
                </Text>
              </Box>
            </Group>
          ))}
        </Stack>
      </Earlier>
      {full && (
        <Text size="sm" id={note} role="status">
          The first {MOST_RESCORED} are ticked, which is as many as are re-scored at once. The others stay in
          the list, and can be re-scored after these.
        </Text>
      )}
      {rescoring.error && <ProblemNotice error={rescoring.error} changing />}
      <Group gap="xs" ref={acts}>
        <Button
          size="xs"
          loading={rescoring.isPending}
          disabled={ticked.length === 0}
          onClick={() =>
            rescoring.mutate(
              { question_id: questionId, evaluation_ids: ticked },
              { onSuccess: () => said('They are being re-scored.') },
            )
          }
        >
          Re-score {counted(ticked.length, 'evaluation')}
        </Button>
        {query.hasNextPage && (
          <Button
            size="xs"
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => {
              follow();
              void query.fetchNextPage();
            }}
          >
            Look through more
          </Button>
        )}
      </Group>
      <Loaded query={runs}>{({ items }) => items.map((run) => <Run key={run.id} run={run} />)}</Loaded>
    </Stack>
  );
}

/** Once a re-scoring is done, what it has changed is like the disputed one no more. done: how many are. */
function useReadAnew(disputeId: string, done: number | undefined) {
  const client = useQueryClient();
  const before = useRef(done);
  useEffect(() => {
    if (before.current !== undefined && done !== undefined && done > before.current) {
      void client.invalidateQueries({ queryKey: ['disputes', 'similar', disputeId] });
    }
    before.current = done ?? before.current;
  }, [client, disputeId, done]);
}

/** How far a re-scoring is, and what it left alone. */
function Run({ run }: { run: Rescoring }) {
  const skipped = run.skipped;
  const reasons = [...new Set(skipped.map(({ reason }) => reason))];
  const total = run.evaluation_ids.length;
  return (
    <Text size="sm" role="status">
      {run.finished_at
        ? `${run.rescored} of ${counted(total, 'evaluation')} re-scored`
        : `${run.position} of ${counted(total, 'evaluation')} looked at, ${run.rescored} re-scored`}
      {run.stopped ? '; stopped, since whoever asked may no longer decide disputes' : ''}
      {reasons.map(
        (reason) =>
          `; ${skipped.filter((each) => each.reason === reason).length} left alone: ${wordOf(SKIP_WORDS, reason)}`,
      )}
      .
    </Text>
  );
}

const PARTS = [
  ['text', 'Question', 1000],
  ['description', 'What is asked, in more words', 4000],
  ['good', 'What good looks like', 4000],
  ['poor', 'What poor looks like', 4000],
  ['context', 'What else is worth knowing', 4000],
] as const;

/** The question in clearer words: drafted beside the version in force, then published. */
function Clearer({ dispute, question }: { dispute: DisputeItem; question: Question }) {
  const drafts = useQuery(draftsQuery(dispute.scorecard_id));
  const draft = drafts.data?.items.find(({ question_id }) => question_id === question.id);
  const kept = useKept<Partial<Record<(typeof PARTS)[number][0], string>>>(
    `definition.${dispute.id}.${question.id}`,
    {},
  );
  const defining = useDefine(dispute.id);
  const touched = Object.keys(kept.value).length > 0;
  return (
    <form
      aria-label="Make the question clearer"
      onSubmit={(event) => {
        event.preventDefault();
        defining.mutate(
          { question_id: question.id, ...kept.value },
          {
            onSuccess: () => {
              kept.forget({});
              said('The clearer question is drafted.');
            },
          },
        );
      }}
    >
      <Stack gap="sm">
        {PARTS.map(([name, label, longest]) => (
          <Textarea
            key={name}
            label={label}
            autosize
            minRows={1}
            maxLength={longest}
            value={kept.value[name] ?? draft?.[name] ?? question[name]}
            onChange={(event) => {
              const text = event.currentTarget.value;
              kept.set((before) => ({ ...before, [name]: text }));
            }}
          />
        ))}
        {defining.error && <ProblemNotice error={defining.error} changing />}
        <Group gap="xs">
          <Button type="submit" size="xs" variant="default" disabled={!touched} loading={defining.isPending}>
            Save as draft
          </Button>
          {draft && !touched && (
            <LinkButton
              size="xs"
              to="/setup/scorecards/$scorecardId/edit"
              params={{ scorecardId: draft.scorecard_id }}
              search={{ question: draft.question_id }}
            >
              Look at it in the scorecard, and publish
            </LinkButton>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          Nothing changes before it is published: the draft is a change in the scorecard’s builder, beside
          others. Evaluations keep the version that they were made with.
        </Text>
      </Stack>
    </form>
  );
}
