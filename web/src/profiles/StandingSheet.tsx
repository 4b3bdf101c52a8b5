import { Box, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { LineItemReport, LineItemView, PersonItem } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Behind } from '@/parts/Behind';
import type { Counted } from '@/parts/proof';
import { Empty } from '@/parts/Empty';
import { Lines, Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';
import { Rate } from '@/parts/Rate';
import { lineItemsQuery, type Span } from './queries';

/** The line items that pass most and least often, as the API ranks them. */
export function StandingSheet({ person, span }: { person: PersonItem; span: Span }) {
  const query = useQuery(lineItemsQuery(person.id, span));
  return (
    <Sheet
      title="Line items, last 4 weeks"
      actions={
        <Anchor
          to="/performance"
          search={{ report: 'line-items', agent: person.id, from: span.from, to: span.to }}
          size="sm"
        >
          All line items
        </Anchor>
      }
    >
      <Loaded query={query} skeleton={<Lines count={6} />}>
        {(report) =>
          report.items.length === 0 ? (
            <Empty title="No evaluations in these four weeks">
              Line items stand here once conversations were evaluated.
            </Empty>
          ) : (
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
              <Standing
                title="Strongest"
                standing="strongest"
                report={report}
                of={{ agent: person.id, ...span }}
              />
              <Standing
                title="To work on"
                standing="weakest"
                report={report}
                of={{ agent: person.id, ...span }}
              />
            </SimpleGrid>
          )
        }
      </Loaded>
    </Sheet>
  );
}

function Standing({
  title,
  standing,
  report,
  of,
}: {
  title: string;
  of: Counted;
  standing: NonNullable<LineItemView['standing']>;
  report: LineItemReport;
}) {
  const best = standing === 'strongest' ? -1 : 1;
  const items = report.items
    .filter((item) => item.standing === standing)
    .sort((a, b) => best * ((a.percent ?? 0) - (b.percent ?? 0)));
  return (
    <Stack gap="xs">
      <Title order={3}>{title}</Title>
      {items.length === 0 && (
        <Text size="sm" c="dimmed">
          {report.items.some((item) => item.enough_data)
            ? 'None stands out.'
            : `Not enough answers yet: ${report.frame.minimum} are needed for a rate.`}
        </Text>
      )}
      {items.map((item) => (
        <Group
          key={item.scorecard_id + item.question_id}
          justify="space-between"
          gap="sm"
          wrap="nowrap"
          align="flex-start"
        >
          <div>
            <Text>{item.text}</Text>
            {report.several_scorecards && (
              <Text size="sm" c="dimmed">
                {item.scorecard_name}
              </Text>
            )}
          </div>
          <Box style={{ flexShrink: 0, whiteSpace: 'nowrap' }}>
            <Rate
              percent={item.percent_text}
              sample={item.applicable}
              minimum={report.frame.minimum}
              low={item.low}
              high={item.high}
            />
            <Text size="sm" ta="right">
              <Behind
                of={of}
                which={{
                  scorecard: item.scorecard_id,
                  question: item.question_id,
                  outcome: [standing === 'strongest' ? 'passed' : 'missed'],
                }}
                count={standing === 'strongest' ? item.passed : item.applicable - item.passed}
                says={
                  standing === 'strongest'
                    ? `${item.passed} passed it: ${item.text}`
                    : `${item.applicable - item.passed} missed it: ${item.text}`
                }
              >
                {standing === 'strongest'
                  ? `${item.passed} passed it`
                  : `${item.applicable - item.passed} missed it`}
              </Behind>
            </Text>
          </Box>
        </Group>
      ))}
    </Stack>
  );
}
