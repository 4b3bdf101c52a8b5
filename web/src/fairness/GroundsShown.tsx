import { Box, Divider, Group, Stack, Text, Title } from '@mantine/core';
import type { Ground, Grounds } from '@/api/schema';
import { DrawnByLot } from '@/evaluations/DrawnByLot';
import { QuoteLink } from '@/evaluations/Place';
import { TYPE_WORDS } from '@/evaluations/words';
import { LinkButton } from '@/parts/Anchor';
import { Disclosure } from '@/parts/Disclosure';
import { Facts } from '@/parts/Facts';
import { average, trim } from '@/parts/numbers';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { toneOf, wordOf } from '@/parts/words';
import { Hear } from './Hear';
import { OUTCOME_TONES, sayAnswering, sayDecider } from './words';

/** A score, and all that it rests on, answer by answer. */
export function GroundsShown({ of }: { of: Grounds }) {
  const { answering } = of;
  return (
    <Stack gap="md" p="md">
      <Group gap="sm" align="baseline">
        <Text fz="xl" fw={650}>
          {of.percent === null ? 'N/A' : average(of.percent)}
        </Text>
        {of.passed !== null && (
          <Tag tone={of.passed ? 'good' : 'watch'}>{of.passed ? 'Passed' : 'Not passed'}</Tag>
        )}
        {of.auto_failed && <Tag tone="act">One answer failed it</Tag>}
        {!of.counts && <Tag>Counts in no report</Tag>}
        {of.drawn && <DrawnByLot evaluationId={of.evaluation_id} />}
      </Group>
      <Facts
        facts={[
          [
            'Scorecard',
            <>
              {of.scorecard_name}, version {of.scorecard_version}
              {of.published_at && (
                <>
                  {' '}
                  of <When at={of.published_at} />
                </>
              )}
              {of.newer && '; it was changed since, and this score keeps its version'}
            </>,
          ],
          ['Scored by', `${sayDecider(of.made_by)} (${wordOf(TYPE_WORDS, of.type).toLowerCase()})`],
          ['Completed', of.completed_at ? <When at={of.completed_at} /> : '–'],
          ['Passes from', average(of.pass_mark)],
          [
            'Your say',
            <>
              {sayAnswering(answering)}
              {answering.until && (
                <>
                  {' '}
                  Until <When at={answering.until} />
                  {answering.silence ? '; who says nothing by then has acknowledged it.' : '.'}
                </>
              )}
              {answering.decider_name && ` ${answering.decider_name} is to decide.`}
            </>,
          ],
        ]}
      />
      {of.earlier_words && (
        <Text size="sm" c="var(--debrief-watch-text)">
          The conversation was replaced since: some words may not be found in it any more.
        </Text>
      )}
      <Group>
        <LinkButton
          to="/evaluations/$evaluationId"
          params={{ evaluationId: of.evaluation_id }}
          variant={answering.may_dispute ? 'filled' : 'default'}
          size="xs"
        >
          {answering.may_dispute ? 'Acknowledge or dispute' : 'Open beside the conversation'}
        </LinkButton>
      </Group>
      {of.answers.map((each, place) => (
        <Box key={each.question_id}>
          {each.section !== of.answers[place - 1]?.section && (
            <>
              <Divider mb="sm" />
              <Title order={3} size="h4" mb="xs">
                {each.section}
              </Title>
            </>
          )}
          <One ground={each} of={of} />
        </Box>
      ))}
    </Stack>
  );
}

function One({ ground, of }: { ground: Ground; of: Grounds }) {
  const { answer, quote, opportunity } = ground;
  return (
    <Stack gap={4} role="group" aria-label={ground.question}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
        <Text size="sm" fw={550}>
          {ground.question}
          {ground.compliance && (
            <Text span c="dimmed" fw={400} size="xs">
              {' '}
              compliance
            </Text>
          )}
        </Text>
        <Tag tone={ground.fails === 'none' ? toneOf(OUTCOME_TONES, answer.outcome) : 'act'}>
          {answer.label}
        </Tag>
      </Group>
      <Text size="xs" c="dimmed">
        {ground.worth > 0
          ? `Brought ${trim(ground.brought)} of ${trim(ground.worth)} points of the score’s 100`
          : 'Counts nothing in the score'}
        {ground.fails !== 'none' &&
          (ground.fails === 'evaluation'
            ? '; this answer fails all of it'
            : '; this answer fails its section')}
      </Text>
      <Text size="sm">
        <Text span inherit c="dimmed">
          Decided by{' '}
        </Text>
        {sayDecider(ground.decided)}
        {ground.decided_at && (
          <>
            , <When at={ground.decided_at} />
          </>
        )}
        {ground.before && `; it was ${ground.before.label} before`}
        {ground.ai && `; the AI had chosen ${ground.ai.label}`}
      </Text>
      {ground.comment && (
        <Text size="sm" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
          {ground.comment}
        </Text>
      )}
      {ground.why && (
        <Text size="sm" c="dimmed">
          {ground.why}
          {typeof ground.confidence === 'number' && ` (${Math.round(ground.confidence * 100)}% sure)`}
        </Text>
      )}
      {answer.outcome === 'no_opportunity' && <Text size="sm">Nothing said made this applicable.</Text>}
      {opportunity && (
        <Text size="sm" component="div">
          Applies since: <QuoteLink quote={opportunity} interactionId={of.interaction_id} />
        </Text>
      )}
      {quote && (
        <Group gap="xs" align="flex-start">
          <QuoteLink quote={quote} interactionId={of.interaction_id} />
          {of.sound && <Hear interactionId={of.interaction_id} quote={quote} label={`“${quote.text}”`} />}
        </Group>
      )}
      {ground.disputes.map((each) => (
        <Text key={each.round} size="sm" style={{ overflowWrap: 'anywhere' }}>
          Disputed: “{each.reason}”{' '}
          {each.outcome === null
            ? '– nobody has decided yet'
            : `– ${each.decided_by_name ?? 'somebody'} ${each.outcome === 're_evaluated' ? 'changed it' : 'affirmed it'}: “${each.response ?? ''}”`}
        </Text>
      ))}
      {(ground.looks_for || ground.good || ground.poor) && (
        <Disclosure label="What is looked for">
          <Facts
            facts={[
              ...(ground.looks_for ? ([['Asked', ground.looks_for]] as [string, string][]) : []),
              ...(ground.good ? ([['Good', ground.good]] as [string, string][]) : []),
              ...(ground.poor ? ([['Poor', ground.poor]] as [string, string][]) : []),
            ]}
          />
        </Disclosure>
      )}
    </Stack>
  );
}
