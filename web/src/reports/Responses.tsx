import { Box, Group, Stack, Table, Text, Title, type ComboboxData } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { OptionShare, QuestionBreakdown, ReportDays, ResponseReport } from '@/api/schema';
import { Behind } from '@/parts/Behind';
import type { Order } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Lines, Loaded } from '@/parts/Loaded';
import { count, counted, percent } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { Tag } from '@/parts/Tag';
import { Apart } from './Apart';
import classes from './Bars.module.css';
import { Beside, inDays } from './before';
import { Counting } from './Counting';
import { Cut, type ChangeCut, type CutSearch } from './Cut';
import { Framed } from './Framed';
import { responsesQuery, scorecardsInUseQuery, type Asked } from './queries';
import { OfSection } from './OfSection';
import { Summary } from './Summary';

/** What was answered to each question of one scorecard; one figure of it taken apart, if wanted. */
export function Responses({
  asked,
  cut,
  order,
  onChange,
}: {
  asked: Asked;
  cut: CutSearch;
  order: Order;
  onChange: ChangeCut;
}) {
  const cards = useQuery(scorecardsInUseQuery(asked));
  const scorecard = asked.scorecard ?? cards.data?.[0]?.id;
  const query = useQuery(responsesQuery(asked, scorecard));
  if (cards.data?.length === 0 && scorecard === undefined) return <None />;
  if (scorecard === undefined) return <Loaded query={cards}>{() => <Lines />}</Loaded>;
  return (
    <Loaded query={query}>
      {(report) => {
        const choice = !report.frame.anonymous && report.overall.evaluations > 0 && (
          <Cut
            cut={cut}
            person={asked.agent !== undefined}
            figures={figuresOf(report)}
            figure={cut.question ? `q ${cut.question}` : cut.section ? `s ${cut.section}` : 'all'}
            onChange={onChange}
            onFigure={(value) =>
              onChange({
                question: value.startsWith('q ') ? value.slice(2) : undefined,
                section: value.startsWith('s ') ? value.slice(2) : undefined,
              })
            }
          />
        );
        if (choice && cut.by) {
          const apart = { by: cut.by, scorecard, question: cut.question, section: cut.section };
          return (
            <Stack gap="md">
              {choice}
              <Apart asked={asked} apart={apart} order={order} />
            </Stack>
          );
        }
        return (
          <Framed frame={report.frame}>
            {choice}
            {report.overall.evaluations === 0 ? (
              <None />
            ) : (
              <>
                <Sheet title={report.scorecard_name}>
                  <Counting asked={{ ...asked, scorecard }} />
                  <Beside days={report.before} />
                  <Summary
                    summary={report.overall}
                    before={report.overall_before}
                    minimum={report.frame.minimum}
                    scorecard={scorecard}
                    of={report.frame.anonymous ? null : asked}
                  />
                </Sheet>
                {report.sections.map((section) => (
                  <Sheet
                    key={section.section_id}
                    title={
                      <Group gap="sm" align="baseline">
                        <Title order={2}>{section.title}</Title>
                        <Text size="sm" c="dimmed">
                          <OfSection
                            section={section}
                            minimum={report.frame.minimum}
                            scorecard={report.scorecard_id}
                            of={report.frame.anonymous ? null : asked}
                            days={report.before}
                          />
                        </Text>
                      </Group>
                    }
                  >
                    <Stack gap="lg">
                      {questionsOf(report, section.section_id).map((question) => (
                        <Breakdown
                          key={question.question_id}
                          question={question}
                          minimum={report.frame.minimum}
                          scorecard={report.scorecard_id}
                          of={report.frame.anonymous ? null : asked}
                          days={report.before}
                        />
                      ))}
                    </Stack>
                  </Sheet>
                ))}
              </>
            )}
          </Framed>
        );
      }}
    </Loaded>
  );
}

/** What of a scorecard can be taken apart: the whole, a section, a question. */
function figuresOf(report: ResponseReport): ComboboxData {
  return [
    { value: 'all', label: 'Evaluations in all' },
    {
      group: 'Sections',
      items: report.sections.map(({ section_id: id, title }) => ({ value: `s ${id}`, label: title })),
    },
    {
      group: 'Questions',
      items: report.questions.map(({ question_id: id, text }) => ({ value: `q ${id}`, label: text })),
    },
  ];
}

function None() {
  return (
    <Sheet>
      <Empty title="No evaluations in this period">Choose a longer period, or another scorecard.</Empty>
    </Sheet>
  );
}

const questionsOf = (report: ResponseReport, sectionId: string) =>
  report.questions.filter((each) => each.section_id === sectionId);

const sayBefore = ({ before, percent_before: share }: OptionShare) =>
  share == null ? count(before ?? 0) : percent(share);

function Breakdown({
  question,
  minimum,
  scorecard,
  of,
  days,
}: {
  question: QuestionBreakdown;
  minimum: number;
  scorecard: string;
  of: Asked | null;
  /** Those that stand beside the report's. */
  days: ReportDays | null | undefined;
}) {
  const which = { scorecard, question: question.question_id };
  return (
    <Box>
      <Group gap="xs" align="baseline">
        <Title order={3}>{question.text}</Title>
        <Text size="xs" c="dimmed">
          {counted(question.applicable, 'answer')}
          {question.not_applicable > 0 && (
            <>
              {', '}
              <Behind
                of={of}
                which={{ ...which, outcome: ['not_applicable'] }}
                says={`${question.not_applicable} N/A: ${question.text}`}
              >
                {question.not_applicable} {question.no_opportunity > 0 && 'other '}N/A
              </Behind>
            </>
          )}
          {question.no_opportunity > 0 && (
            <>
              {', '}
              <Behind
                of={of}
                which={{ ...which, outcome: ['no_opportunity'] }}
                says={`${question.no_opportunity} without an opportunity: ${question.text}`}
              >
                {question.no_opportunity} without an opportunity
              </Behind>
            </>
          )}
          {question.applicable < minimum && `; percentages from ${minimum}`}
        </Text>
      </Group>
      <Table fz="sm" verticalSpacing={4} aria-label={`Answers to ${question.text}`}>
        <Table.Tbody>
          {question.options.map((option) => (
            <Table.Tr key={option.option_id}>
              <Table.Th scope="row" fw={400} w="30%">
                {option.label} {option.passes && <Tag tone="good">Pass</Tag>}
              </Table.Th>
              <Table.Td ta="right" w={56}>
                <Behind
                  of={of}
                  // Whether it passes may have changed from version to version: all who gave this answer are counted.
                  which={{ ...which, option: option.option_id }}
                  count={option.count}
                  says={`${option.count} answered ${option.label}: ${question.text}`}
                >
                  {count(option.count)}
                </Behind>
              </Table.Td>
              <Table.Td ta="right" w={64}>
                {option.percent !== null && (
                  <Behind
                    of={of}
                    which={{ ...which, option: option.option_id }}
                    count={option.count}
                    says={`${percent(option.percent)} answered ${option.label}: ${question.text}`}
                  >
                    {percent(option.percent)}
                  </Behind>
                )}
              </Table.Td>
              {typeof option.before === 'number' && (
                <Table.Td ta="right" w={110} c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                  before{' '}
                  <Behind
                    of={inDays(of, days)}
                    which={{ ...which, option: option.option_id }}
                    count={option.before}
                    says={`${sayBefore(option)} before answered ${option.label}: ${question.text}`}
                  >
                    {sayBefore(option)}
                  </Behind>
                </Table.Td>
              )}
              <Table.Td>
                <div className={classes.track} aria-hidden>
                  <div
                    className={classes.bar}
                    data-passes={String(option.passes)}
                    style={{ width: `${(100 * option.count) / Math.max(1, question.applicable)}%` }}
                  />
                </div>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  );
}
