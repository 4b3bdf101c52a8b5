import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Standing } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Behind } from '@/parts/Behind';
import { Lines, Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';
import { SCORED } from '@/parts/proof';
import { useToday } from '@/parts/When';
import { useMe } from '@/session/me';
import { countedBefore } from './proof';
import { standingsQuery } from './queries';
import { MovedScore, MovedText, Names, RateOf } from './StandingCells';
import { alike, sayBasis, sayMoreAlike, sayNoStrength, sayTrend } from './words';

/** What goes well in one's own conversations, and how it moved; then the score, with what it rests on. */
export function Strength() {
  const { person } = useMe();
  const query = useQuery(standingsQuery({ agents: [person.id] }));
  return (
    <Sheet
      title="What goes well"
      actions={
        <Anchor to="/performance" search={{ report: 'line-items', agent: person.id }} size="sm">
          All line items
        </Anchor>
      }
    >
      <Loaded query={query} skeleton={<Lines count={5} />}>
        {(found) => {
          const standing = found.get(person.id);
          return standing ? <Found standing={standing} /> : null;
        }}
      </Loaded>
    </Sheet>
  );
}

function Found({ standing }: { standing: Standing }) {
  const today = useToday();
  const [first, ...others] = standing.strongest;
  // With several, the change below is that of the first alone.
  const which = others.length > 0 ? (first?.text ?? '') : '';
  return (
    <Stack gap="md">
      {first ? (
        <div>
          {alike(standing.strongest).map((of) => (
            <div key={`${of.item.scorecard_id} ${of.item.question_id}`}>
              <Text fw={600} fz="lg" style={{ overflowWrap: 'anywhere' }}>
                {of.each ? <Names of={of} standing={standing} outcome="passed" /> : of.names}
              </Text>
              <Text size="sm" component="div">
                {of.each && 'each '}shown in <RateOf of={of} standing={standing} outcome="passed" /> answers{' '}
                {sayBasis(standing, today)}
              </Text>
            </div>
          ))}
          {standing.strongest_count > standing.strongest.length && (
            <Text size="sm" c="dimmed">
              {sayMoreAlike(standing.strongest_count - standing.strongest.length)}
            </Text>
          )}
          {standing.strength_moved ? (
            <MovedText
              said={sayTrend(standing.strength_moved, which)}
              leadBefore={(figure) => (
                <Behind
                  of={countedBefore(standing)}
                  which={{ scorecard: first.scorecard_id, question: first.question_id, outcome: SCORED }}
                  says={`${figure}: ${first.text}`}
                >
                  {figure}
                </Behind>
              )}
            />
          ) : (
            <Text size="xs" c="dimmed">
              There were not enough answers before to say how {which || 'it'} moved
            </Text>
          )}
        </div>
      ) : (
        <Text size="sm" c="dimmed">
          {sayNoStrength(standing, today)}
        </Text>
      )}
      {standing.most_answers >= standing.minimum && (
        <div>
          <Text size="sm" c="dimmed">
            Your score {sayBasis(standing, today)}
          </Text>
          <MovedScore standing={standing} />
        </div>
      )}
    </Stack>
  );
}
