import { Box, Divider, Group, List, Stack, Text, Title } from '@mantine/core';
import type { LogCriterion, LogView } from '@/api/schema';
import { QuoteLink } from '@/evaluations/Place';
import { Hear } from '@/fairness/Hear';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { Facts } from '@/parts/Facts';
import { Name } from '@/parts/Name';
import { average, counted, percent, points } from '@/parts/numbers';
import { Tag } from '@/parts/Tag';
import { sayDuration } from '@/parts/times';
import { When } from '@/parts/When';
import { tagOf, toneOf } from '@/parts/words';
import { LogActs } from './LogActs';
import { PracticeOf } from './PracticeOf';
import {
  answerWords,
  beforeWords,
  droppedWords,
  noQuoteWords,
  OUTCOME_TONES,
  scoreWords,
  standingOf,
  STATE_WORDS,
  stepWords,
} from './words';

/** A coaching log: the call, its score, each criterion with its words, what is new or recurring, and what happened. */
export function LogDetail({ log, onReload }: { log: LogView; onReload: () => Promise<unknown> }) {
  const state = tagOf(STATE_WORDS, log.state);
  return (
    <Stack gap="lg">
      <Group gap="sm" align="baseline">
        <Text fz="xl" fw={650}>
          {log.percent === null ? 'N/A' : average(log.percent)}
        </Text>
        {typeof log.score?.passed === 'boolean' && (
          <Tag tone={log.score.passed ? 'good' : 'watch'}>{log.score.passed ? 'Passed' : 'Not passed'}</Tag>
        )}
        {log.score?.auto_failed && <Tag tone="act">One answer failed it</Tag>}
        {log.score?.status === 'disputed' && <Tag tone="watch">Disputed</Tag>}
        <Tag tone={state.tone}>{state.word}</Tag>
      </Group>
      <LogActs log={log} onReload={onReload} />
      <Call log={log} />
      <Lowest log={log} />
      <Criteria log={log} />
      <Said log={log} />
      <Stack gap={4}>
        <Title order={2} fz="sm">
          What happened
        </Title>
        <List size="sm" listStyleType="none">
          {log.history.map((step, at) => (
            <List.Item key={`${step.at}-${String(at)}`}>
              <When at={step.at} c="dimmed" /> {stepWords(step)}
            </List.Item>
          ))}
        </List>
      </Stack>
    </Stack>
  );
}

function Call({ log }: { log: LogView }) {
  const { call, score, looked_back: back } = log;
  return (
    <Stack gap="sm">
      <Facts
        facts={[
          ['Agent', <Name key="agent" of={log.agent_name} />],
          ['Call', <When key="at" at={log.started_at} />],
          ...(call
            ? ([
                ['Duration', sayDuration(call.duration_ms)],
                ['Call type', call.inquiry.length > 0 ? call.inquiry.join(', ') : call.queue],
                ['Reference', call.contact_reference],
              ] as [string, React.ReactNode][])
            : []),
          ['Scorecard', `${log.scorecard_name}, version ${log.scorecard_version}`],
          ...(score
            ? ([
                ['Points', points(score.earned, score.possible)],
                ['Passes from', average(score.pass_mark)],
              ] as [string, React.ReactNode][])
            : []),
          ...(back
            ? ([
                [
                  'Held against',
                  <>
                    {counted(back.calls, 'call')} of the agent’s from <When at={back.since} /> on, before this
                    one, by the same scorecard; low is below {percent(back.threshold)}
                  </>,
                ],
              ] as [string, React.ReactNode][])
            : []),
        ]}
      />
      {call?.summary && (
        <Text size="sm" maw="75ch" style={{ overflowWrap: 'anywhere' }}>
          {call.summary}
        </Text>
      )}
      {score?.earlier_words && (
        <Text size="sm" c="var(--debrief-watch-text)">
          The conversation was replaced since: some words may not be found in it any more.
        </Text>
      )}
      <Group gap="xs">
        {call && (
          <LinkButton
            to="/conversations/$interactionId"
            params={{ interactionId: log.interaction_id }}
            size="xs"
            variant="default"
          >
            Open the conversation
          </LinkButton>
        )}
        {score && (
          <LinkButton
            to="/evaluations/$evaluationId"
            params={{ evaluationId: log.evaluation_id }}
            size="xs"
            variant="default"
          >
            Open the evaluation
          </LinkButton>
        )}
        {log.flags.map((flag) => (
          <LinkButton
            key={flag.id}
            to="/flags/$flagId"
            params={{ flagId: flag.id }}
            size="xs"
            variant="default"
          >
            Open the flag
          </LinkButton>
        ))}
      </Group>
    </Stack>
  );
}

function Lowest({ log }: { log: LogView }) {
  const lowest = log.criteria.find(({ question_id: id }) => id === log.question_id);
  if (!lowest) return null;
  const standing = standingOf(lowest);
  return (
    <Stack gap={4}>
      <Title order={2} fz="sm">
        What to practise
      </Title>
      <Text size="sm">
        {lowest.question} <Tag tone="act">{percent(lowest.percent)}</Tag>{' '}
        {standing && <Tag tone={standing.tone}>{standing.word}</Tag>}
      </Text>
      <PracticeOf logId={log.id} />
      <Anchor to="/coaching/logs" search={{ criterion: lowest.question_id }} size="sm">
        Other logs in which it is low
      </Anchor>
    </Stack>
  );
}

function Criteria({ log }: { log: LogView }) {
  if (log.criteria.length === 0)
    return (
      <Text size="sm" c="dimmed">
        The evaluation doesn’t count any more: there are no scores to show.
      </Text>
    );
  return (
    <Stack gap="md">
      <Title order={2} fz="sm">
        Criteria
      </Title>
      {log.dropped > 0 && (
        <Text size="sm" c="var(--debrief-watch-text)">
          {droppedWords(log)}
        </Text>
      )}
      {log.criteria.map((each, place) => (
        <Box key={each.question_id}>
          {each.section !== log.criteria[place - 1]?.section && (
            <>
              <Divider mb="xs" />
              <Title order={3} fz="sm" c="dimmed" mb="xs">
                {each.section}
              </Title>
            </>
          )}
          <Criterion criterion={each} log={log} />
        </Box>
      ))}
    </Stack>
  );
}

function Criterion({ criterion, log }: { criterion: LogCriterion; log: LogView }) {
  const { quote } = criterion;
  const standing = standingOf(criterion);
  return (
    <Stack gap={4} role="group" aria-label={criterion.question}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
        <Text size="sm" fw={550}>
          {criterion.question}
          {criterion.compliance && (
            <Text span c="dimmed" fw={400} size="xs">
              {' '}
              compliance
            </Text>
          )}
        </Text>
        <Tag tone={criterion.fails === 'none' ? toneOf(OUTCOME_TONES, criterion.outcome) : 'act'}>
          {answerWords(criterion)}
        </Tag>
      </Group>
      <Text size="xs" c="dimmed">
        {scoreWords(criterion)}
      </Text>
      {standing && (
        <Text size="sm">
          <Tag tone={standing.tone}>{standing.word}</Tag> {beforeWords(criterion)}
        </Text>
      )}
      {quote ? (
        <>
          <QuoteLink quote={quote} interactionId={log.interaction_id} />
          {criterion.shows === 'opportunity' && (
            <Text size="xs" c="dimmed">
              These words made the question one to answer; no words are given for the answer itself.
            </Text>
          )}
          {log.call?.sound && (
            <Hear
              interactionId={log.interaction_id}
              quote={quote}
              label={`the words for ${criterion.question}`}
            />
          )}
        </>
      ) : (
        <Text size="xs" c="dimmed">
          {noQuoteWords(criterion)}
        </Text>
      )}
      {(criterion.comment || criterion.why) && (
        <Text size="sm" maw="75ch" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
          {criterion.comment || criterion.why}
        </Text>
      )}
    </Stack>
  );
}

/** What people have said to it: notes, with the release, and the agent's own word. */
function Said({ log }: { log: LogView }) {
  const acts = [...log.notes, log.released, log.acknowledged].filter(
    (act) => act !== null && act.text !== '',
  );
  if (acts.length === 0) return null;
  return (
    <Stack gap={4}>
      <Title order={2} fz="sm">
        Notes
      </Title>
      {acts.map(
        (act) =>
          act && (
            <Text
              key={`${act.at}-${act.by}`}
              size="sm"
              maw="75ch"
              style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}
            >
              <Text span inherit c="dimmed">
                <Name of={act.by_name} />, <When at={act.at} />:{' '}
              </Text>
              {act.text}
            </Text>
          ),
      )}
    </Stack>
  );
}
