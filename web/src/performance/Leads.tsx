import type { ReactNode } from 'react';
import type { KeyMetricLine } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Behind } from '@/parts/Behind';
import { useMay } from '@/session/me';
import type { Span, Whom } from './improvementQueries';

/** Figures stand among others that lead nowhere, and below each other: underlined, and large enough to be hit. */
const LOOK = { inherit: true, underline: 'always', display: 'inline-block', mih: 24 } as const;

/** Whose figures they are and of which days; null where nobody is to be told whose: then they lead nowhere. */
export type Led = (Whom & Span) | null;

/**
 * A key metric's figure, which leads to what it counts: evaluations, conversations, line items, or assignments.
 *
 * The list of evaluations knows no team without a scorecard: of a team it leads to the report that has them apart.
 */
export function KeyLead({
  name,
  of,
  says,
  children,
}: {
  name: KeyMetricLine['name'];
  of: Led;
  /** What it leads to, for those who don't see where it stands. */
  says: string;
  children: ReactNode;
}) {
  const may = useMay();
  if (of === null) return children;
  const { agent, team, from, to } = of;
  const look = { ...LOOK, 'aria-label': says };
  switch (name) {
    case 'quality':
      return team ? (
        <Anchor to="/performance" search={{ team, from, to }} {...look}>
          {children}
        </Anchor>
      ) : (
        <Behind of={{ agent, from, to }} which={{}} says={says}>
          {children}
        </Behind>
      );
    case 'compliance':
      return (
        <Anchor to="/performance" search={{ report: 'line-items', agent, team, from, to }} {...look}>
          {children}
        </Anchor>
      );
    case 'coaching_completion':
      return (
        <Anchor to="/coaching/assignments" {...look}>
          {children}
        </Anchor>
      );
    case 'first_call_resolution':
    case 'sentiment_arc':
      return may('interactions.view') ? (
        <Anchor to="/conversations" search={{ agent, team: team ? [team] : undefined, from, to }} {...look}>
          {children}
        </Anchor>
      ) : (
        children
      );
    default:
      return children;
  }
}

/** The conversations that bring a rate down, each kind by itself. */
const MISSES = [
  { says: 'Not resolved', outcome: 'not_resolved' },
  { says: 'Came back', outcome: 'repeated' },
] as const;

/** Beside first-call resolution: the conversations that weren't resolved, and those that came back. */
export function ResolutionMisses({ of }: { of: Led }) {
  const may = useMay();
  if (of === null || !may('interactions.view')) return null;
  const { agent, team, from, to } = of;
  return MISSES.map(({ says, outcome }) => (
    <Anchor
      key={outcome}
      to="/conversations"
      search={{ agent, team: team ? [team] : undefined, from, to, outcome: [outcome] }}
      size="xs"
      underline="always"
      display="inline-block"
      mih={24}
      mr="xs"
    >
      {says}
    </Anchor>
  ));
}
