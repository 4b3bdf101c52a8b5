import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Standing } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Lines, Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';
import { Rate } from '@/parts/Rate';
import { useMe } from '@/session/me';
import { standingsQuery } from './queries';
import { MovedText } from './StandingCells';
import { sayBasis, sayMoved, sayTrend, together } from './words';

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
  const [first, ...others] = standing.strongest;
  const moved = sayMoved(standing.change, standing.minimum, standing.several_scorecards);
  if (!first) {
    return (
      <Text size="sm" c="dimmed">
        There are not enough evaluations {sayBasis(standing)} to name a strength ({standing.most_answers} of{' '}
        {standing.minimum} answers). It will stand here once there are.
      </Text>
    );
  }
  return (
    <Stack gap="md">
      <div>
        <Text fw={600} fz="lg" style={{ overflowWrap: 'anywhere' }}>
          {together([first, ...others].map((each) => each.text))}
        </Text>
        <Text size="sm" component="div">
          shown in{' '}
          <Rate
            percent={first.percent_text}
            sample={first.applicable}
            minimum={standing.minimum}
            low={first.low}
            high={first.high}
          />{' '}
          conversations {sayBasis(standing)}
        </Text>
        {standing.strength_moved ? (
          <MovedText said={sayTrend(standing.strength_moved)} />
        ) : (
          <Text size="xs" c="dimmed">
            There were not enough answers before to say how it moved
          </Text>
        )}
      </div>
      <div>
        <Text size="sm" c="dimmed">
          Your score {sayBasis(standing)}
        </Text>
        <MovedText said={moved} />
      </div>
    </Stack>
  );
}
