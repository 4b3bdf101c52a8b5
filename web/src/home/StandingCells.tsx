import { Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import type { LineItemView, Standing } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Behind } from '@/parts/Behind';
import { counted } from '@/parts/numbers';
import { SCORED } from '@/parts/proof';
import { Rate } from '@/parts/Rate';
import { Tag } from '@/parts/Tag';
import { useToday } from '@/parts/When';
import {
  alike,
  sayBasis,
  sayLeftOut,
  sayMoreAlike,
  sayMoved,
  sayNoWeakest,
  sayOverdue,
  type Alike,
  type Said,
} from './words';
import { countedBefore, countedIn } from './proof';

/** Room for a figure that is still being read, so that nothing moves when it comes. */
function Waiting({ lines = 1 }: { lines?: number }) {
  return (
    <div aria-busy="true">
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={14} width={line ? '90%' : '60%'} miw={56} my={4} aria-hidden />
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
  const today = useToday();
  if (standing === undefined) return <Waiting lines={2} />;
  if (standing === 'failed') return NOTHING;
  if (standing.hidden) return <Hidden />;
  return (
    <>
      <MovedScore standing={standing} />
      <Text size="xs" c="dimmed">
        {sayBasis(standing, today)}
      </Text>
      {standing.days_left_out > 0 && (
        <Text size="xs" c="dimmed" style={{ maxWidth: '34ch' }}>
          {sayLeftOut(standing.days_left_out)}
        </Text>
      )}
    </>
  );
}

/** How the score moved, leading to the evaluations that it rests on. */
export function MovedScore({ standing }: { standing: Standing }) {
  const { change } = standing;
  const said = sayMoved(change, standing.minimum, standing.several_scorecards);
  if (typeof change?.now !== 'number') return <MovedText said={said} />;
  return (
    <MovedText
      said={said}
      lead={(word) => (
        <Behind
          of={countedIn(standing)}
          which={{ scorecard: change.scorecard_id, outcome: SCORED }}
          says={`${said.word}: ${counted(change.sample, 'evaluation')} behind it`}
        >
          {word}
        </Behind>
      )}
      leadBefore={(figure) => (
        <Behind
          of={countedBefore(standing)}
          which={{ scorecard: change.scorecard_id, outcome: SCORED }}
          says={`Before: ${figure}`}
        >
          {figure}
        </Behind>
      )}
    />
  );
}

/** A change in a word with an arrow, and what it rests on. */
export function MovedText({
  said,
  lead = (word) => word,
  leadBefore = (figure) => figure,
}: {
  said: Said;
  /** Puts a link around the figure of the days before, to what that rests on. */
  leadBefore?: (figure: string) => ReactNode;
  /** Puts a link around the word, to what it rests on. */
  lead?: (word: ReactNode) => ReactNode;
}) {
  const Arrow = said.tone === 'good' ? IconArrowUp : said.tone === 'watch' ? IconArrowDown : null;
  return (
    <div data-figures>
      <Group gap={4} wrap="nowrap">
        {Arrow && (
          <Arrow size={15} aria-hidden style={{ color: `var(--debrief-${said.tone ?? 'neutral'}-text)` }} />
        )}
        <Text span inherit fw={said.tone ? 600 : 400} c={said.tone ? undefined : 'dimmed'}>
          {lead(said.word)}
        </Text>
      </Group>
      {said.detail && (
        <Text size="xs" c="dimmed" style={{ maxWidth: '34ch' }}>
          <Detail said={said} lead={leadBefore} />
        </Text>
      )}
    </div>
  );
}

function Detail({ said: { detail, before }, lead }: { said: Said; lead: (figure: string) => ReactNode }) {
  const at = before === undefined ? -1 : detail.indexOf(`after ${before}`) + 6;
  if (before === undefined || at < 6) return detail;
  return (
    <>
      {detail.slice(0, at)}
      {lead(before)}
      {detail.slice(at + before.length)}
    </>
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
  const more = sayMoreAlike(standing.weakest_count - standing.weakest.length);
  return (
    <div style={{ overflowWrap: 'anywhere' }}>
      {alike(standing.weakest).map((of) => (
        <div key={`${of.item.scorecard_id} ${of.item.question_id}`}>
          <AlikeItems of={of} standing={standing} outcome="missed" />
        </div>
      ))}
      {more && (
        <Text size="xs" c="dimmed">
          {more}
        </Text>
      )}
    </div>
  );
}

/** Line items of one rate: their names, and the rate; what there is one of leads to how it came out so. */
function AlikeItems({
  of,
  standing,
  outcome,
}: {
  of: Alike;
  standing: Standing;
  outcome: 'passed' | 'missed';
}) {
  return (
    <>
      <div>{of.each ? <Names of={of} standing={standing} outcome={outcome} /> : of.names}</div>
      <RateOf of={of} standing={standing} outcome={outcome} />
      {of.each && (
        <Text span size="xs" c="dimmed">
          {' '}
          each
        </Text>
      )}
    </>
  );
}

/** Names of several line items, each leading to the evaluations in which it came out so. */
export function Names({
  of,
  standing,
  outcome,
}: {
  of: Alike;
  standing: Standing;
  outcome: 'passed' | 'missed';
}) {
  return of.items.map((item, at) => (
    <Fragment key={`${item.scorecard_id} ${item.question_id}`}>
      {at > 0 && (at === of.items.length - 1 ? ' and ' : ', ')}
      <ItemBehind item={item} standing={standing} outcome={outcome} says={item.text}>
        {item.text}
      </ItemBehind>
    </Fragment>
  ));
}

function ItemBehind({
  item,
  standing,
  outcome,
  says,
  children,
}: {
  item: LineItemView;
  standing: Standing;
  outcome: 'passed' | 'missed';
  says: string;
  children: ReactNode;
}) {
  const count = outcome === 'passed' ? item.passed : item.applicable - item.passed;
  return (
    <Behind
      of={countedIn(standing)}
      which={{ scorecard: item.scorecard_id, question: item.question_id, outcome: [outcome] }}
      count={count}
      says={`${says}: ${count} ${outcome}`}
    >
      {children}
    </Behind>
  );
}

/** The rate of a line item, and of those that have the very same; that of one leads to how it came out so. */
export function RateOf({
  of: { item, each },
  standing,
  outcome,
}: {
  of: Alike;
  standing: Standing;
  outcome: 'passed' | 'missed';
}) {
  return (
    <Rate
      percent={item.percent_text}
      sample={item.applicable}
      minimum={standing.minimum}
      low={item.low}
      high={item.high}
      lead={
        each
          ? null
          : (figure) => (
              <ItemBehind
                item={item}
                standing={standing}
                outcome={outcome}
                says={`${item.percent_text ?? ''} of ${item.applicable}, ${item.text}`}
              >
                {figure}
              </ItemBehind>
            )
      }
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
        <Missed standing={standing}>
          <Tag tone="act">{sayMisses(standing)}</Tag>
        </Missed>
      ) : answers > 0 ? (
        <Text span inherit c="dimmed">
          None of {counted(answers, 'answer')}
        </Text>
      ) : (
        // Nothing was missed where nothing was asked, which is no praise.
        failed === 0 && (
          <Text span inherit c="dimmed">
            No answers
          </Text>
        )
      )}
      {failed > 0 && (
        <Behind
          of={countedIn(standing)}
          which={{ outcome: ['auto_failed'] }}
          says={`${failed} of ${counted(standing.evaluations, 'evaluation')} failed automatically`}
        >
          <Tag tone="act">
            {failed} of {counted(standing.evaluations, 'evaluation')} failed automatically
          </Tag>
        </Behind>
      )}
    </Stack>
  );
}

const sayMisses = ({ compliance_missed: missed, compliance_answers: answers }: Standing) =>
  `${missed} missed of ${counted(answers, 'answer')}`;

/** How many compliance matters were missed, and which: each leads to where it was. */
function Missed({ standing, children }: { standing: Standing; children: ReactNode }) {
  const { compliance_items: items, compliance_count: all, several_scorecards: several } = standing;
  const lead = (item: (typeof items)[number], says: string, shown: ReactNode) => (
    <Behind
      of={countedIn(standing)}
      which={{ scorecard: item.scorecard_id, question: item.question_id, outcome: ['missed'] }}
      says={says}
    >
      {shown}
    </Behind>
  );
  const [only] = items;
  return (
    <>
      {only && all === 1 ? lead(only, `${sayMisses(standing)}: ${only.text}`, children) : children}
      {items.map((item) => (
        <Text
          key={`${item.scorecard_id} ${item.question_id}`}
          size="xs"
          lh={2}
          style={{ overflowWrap: 'anywhere' }}
        >
          {all === 1
            ? item.text
            : lead(item, `${item.text}: ${item.missed} missed`, `${item.text}: ${item.missed}`)}
          {several && ` (${item.scorecard_name})`}
        </Text>
      ))}
      {all > items.length && (
        <Text size="xs" c="dimmed">
          and {all - items.length} more
        </Text>
      )}
    </>
  );
}

/** Open actions past their due date. */
export function OverdueCell({ standing, personId }: { standing: Known; personId?: string }) {
  if (standing === undefined) return <Waiting />;
  if (standing === 'failed' || typeof standing.overdue !== 'number') return NOTHING;
  const said = sayOverdue(standing.overdue, standing.overdue_more);
  if (said === null) return <None />;
  const shown = standing.overdue > 0 ? <Tag tone="act">{said}</Tag> : said;
  if (!personId) return <OverdueOfTeam standing={standing}>{shown}</OverdueOfTeam>;
  return (
    <Anchor to="/people/$personId" params={{ personId }} search={{ tab: 'actions' }} inherit>
      {shown}
    </Anchor>
  );
}

/** How many are overdue in a team, and with whom: each leads to their actions. */
function OverdueOfTeam({ standing, children }: { standing: Standing; children: ReactNode }) {
  const { overdue_people: people, overdue_people_count: all } = standing;
  return (
    <>
      {children}
      {people.map(({ id, name, overdue }) => (
        <Text key={id} size="xs">
          <Anchor
            to="/people/$personId"
            params={{ personId: id }}
            search={{ tab: 'actions' }}
            inherit
            aria-label={`${name}: ${overdue} overdue`}
          >
            {`${name}: ${overdue}`}
          </Anchor>
        </Text>
      ))}
      {all > people.length && (
        <Text size="xs" c="dimmed">
          and {all - people.length} more
        </Text>
      )}
    </>
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
