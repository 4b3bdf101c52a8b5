import { Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Standing } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { counted } from '@/parts/numbers';
import { Rate } from '@/parts/Rate';
import { Tag } from '@/parts/Tag';
import { alike, sayBasis, sayMoved, sayNoWeakest, type Alike, type Said } from './words';

/** Room for a figure that is still being read, so that nothing moves when it comes. */
function Waiting({ lines = 1 }: { lines?: number }) {
  return (
    <div aria-busy="true">
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={14} width={line ? '90%' : '60%'} my={4} aria-hidden />
      ))}
    </div>
  );
}

/** How somebody stands; undefined only while it is being read, and 'failed' where there is nothing to show. */
export type Known = Standing | undefined | 'failed';

const NOTHING = (
  <Text span inherit c="dimmed">
    –
  </Text>
);

/** How the score moved: the word, and below it what it rests on and since when. */
export function MovedCell({ standing }: { standing: Known }) {
  if (standing === undefined) return <Waiting lines={2} />;
  if (standing === 'failed') return NOTHING;
  if (standing.hidden) return <Hidden />;
  return (
    <>
      <MovedText said={sayMoved(standing.change, standing.minimum, standing.several_scorecards)} />
      <Text size="xs" c="dimmed">
        {sayBasis(standing, new Date())}
      </Text>
    </>
  );
}

/** A change in a word with an arrow, and what it rests on. */
export function MovedText({ said }: { said: Said }) {
  const Arrow = said.tone === 'good' ? IconArrowUp : said.tone === 'watch' ? IconArrowDown : null;
  return (
    <div data-figures>
      <Group gap={4} wrap="nowrap">
        {Arrow && (
          <Arrow size={15} aria-hidden style={{ color: `var(--debrief-${said.tone ?? 'neutral'}-text)` }} />
        )}
        <Text span inherit fw={said.tone ? 600 : 400} c={said.tone ? undefined : 'dimmed'}>
          {said.word}
        </Text>
      </Group>
      {said.detail && (
        <Text size="xs" c="dimmed" style={{ maxWidth: '34ch' }}>
          {said.detail}
        </Text>
      )}
    </div>
  );
}

/** The line item that passes least, with all that share its rate. */
export function WeakestCell({ standing }: { standing: Known }) {
  if (standing === undefined) return <Waiting lines={2} />;
  if (standing === 'failed' || standing.hidden) return NOTHING;
  if (standing.weakest.length === 0) {
    return (
      <Text span inherit c="dimmed">
        {sayNoWeakest(standing)}
      </Text>
    );
  }
  return (
    <div style={{ overflowWrap: 'anywhere' }}>
      {alike(standing.weakest).map((of) => (
        <div key={`${of.item.scorecard_id} ${of.item.question_id}`}>
          <div>{of.names}</div>
          <RateOf of={of} minimum={standing.minimum} />
          {of.each && (
            <Text span size="xs" c="dimmed">
              {' '}
              each
            </Text>
          )}
        </div>
      ))}
      {standing.weakest_count > standing.weakest.length && (
        <Text size="xs" c="dimmed">
          and {standing.weakest_count - standing.weakest.length} more at the same rate
        </Text>
      )}
    </div>
  );
}

/** The rate of a line item, and of those that have the very same. */
export function RateOf({ of: { item }, minimum }: { of: Alike; minimum: number }) {
  return (
    <Rate
      percent={item.percent_text}
      sample={item.applicable}
      minimum={minimum}
      low={item.low}
      high={item.high}
    />
  );
}

/** Answers that miss what is a compliance matter, and evaluations that one answer failed. */
export function MissesCell({ standing }: { standing: Known }) {
  if (standing === undefined) return <Waiting />;
  if (standing === 'failed' || standing.hidden) return NOTHING;
  const { compliance_missed: missed, compliance_answers: answers, auto_failed: failed } = standing;
  return (
    <Stack gap={2} align="flex-start">
      {missed > 0 ? (
        <Tag tone="act">
          {missed} missed of {counted(answers, 'answer')}
        </Tag>
      ) : answers > 0 ? (
        <Text span inherit c="dimmed">
          None of {counted(answers, 'answer')}
        </Text>
      ) : (
        failed === 0 && <None />
      )}
      {failed > 0 && (
        <Tag tone="act">
          {failed} of {counted(standing.evaluations, 'evaluation')} failed automatically
        </Tag>
      )}
    </Stack>
  );
}

/** Open actions past their due date. */
export function OverdueCell({ standing, personId }: { standing: Known; personId?: string }) {
  if (standing === undefined) return <Waiting />;
  if (standing === 'failed' || typeof standing.overdue !== 'number') return NOTHING;
  if (standing.overdue === 0 && standing.overdue_more) {
    return (
      <Text span inherit c="dimmed">
        Not all were counted
      </Text>
    );
  }
  if (standing.overdue === 0) return <None />;
  const said = `${standing.overdue}${standing.overdue_more ? '+' : ''} overdue`;
  if (!personId) return <Tag tone="act">{said}</Tag>;
  return (
    <Anchor to="/people/$personId" params={{ personId }} search={{ tab: 'actions' }} inherit>
      <Tag tone="act">{said}</Tag>
    </Anchor>
  );
}

function None() {
  return (
    <Text span inherit c="dimmed">
      None
    </Text>
  );
}

function Hidden() {
  return (
    <Text size="xs" c="dimmed" style={{ maxWidth: '34ch' }}>
      Not shown: its figures would tell of people outside your line
    </Text>
  );
}
