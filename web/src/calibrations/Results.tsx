import { Box, Group, Stack, Table, Text, Title, Tooltip } from '@mantine/core';
import type {
  Agreement,
  AssessorResultView,
  CalibrationResultsView,
  CalibrationView,
  Estimate,
  QuestionResult,
} from '@/api/schema';
import { Facts } from '@/parts/Facts';
import { figure } from '@/parts/figures';
import { Name } from '@/parts/Name';
import { average, counted, fixed, percent, signed } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { Tag } from '@/parts/Tag';
import { Wide } from '@/parts/Wide';

/** What a closed calibration came to: scores, agreement, and every question with who answered what. */
export function Results({
  calibration,
  results,
}: {
  calibration: CalibrationView;
  results: CalibrationResultsView;
}) {
  const names = new Map(results.assessors.map(({ user_id, name }) => [user_id, name]));
  const nameOf = (id: string) => (id === 'ai' ? 'AI' : (names.get(id) ?? 'Somebody'));
  return (
    <>
      <Sheet title="Scores">
        <Stack gap="md">
          <Facts
            facts={[
              ['Average', average(results.average)],
              [
                'Spread',
                results.lowest === null || results.highest === null
                  ? results.average === null
                    ? '–'
                    : 'None: one assessor alone has a score'
                  : `${average(results.lowest)} to ${average(results.highest)}, standard deviation ${fixed(results.deviation ?? 0, 1)}`,
              ],
              ['Handed in', percent(results.completion_percent)],
              ...(results.ai_percent === null
                ? []
                : ([['The AI’s own', average(results.ai_percent)]] as [string, string][])),
            ]}
          />
          <Scores results={results} expert={calibration.expert_id !== null} />
        </Stack>
      </Sheet>
      <Sheet title="Agreement among the assessors">
        <Coefficients results={results} />
      </Sheet>
      <Sheet title="Question by question">
        <Stack gap="lg">
          {results.questions.map((question) => (
            <Question key={question.question_id} question={question} nameOf={nameOf} />
          ))}
        </Stack>
      </Sheet>
    </>
  );
}

function Scores({ results, expert }: { results: CalibrationResultsView; expert: boolean }) {
  return (
    <Wide label="Scores by assessor">
      <Table fz="sm" aria-label="Scores by assessor">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Assessor</Table.Th>
            <Table.Th ta="right">Score</Table.Th>
            <Table.Th ta="right">From average</Table.Th>
            {expert && <Table.Th ta="right">From expert</Table.Th>}
            {expert && <Table.Th ta="right">Answers as the expert</Table.Th>}
            <Table.Th ta="right">κ with the others</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {results.assessors.map((each) => (
            <Score key={each.user_id} assessor={each} expert={expert} />
          ))}
        </Table.Tbody>
      </Table>
    </Wide>
  );
}

const points = (value: number | null) => (value === null ? '–' : signed(value, 1));

function Score({ assessor, expert }: { assessor: AssessorResultView; expert: boolean }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        {assessor.name || 'Somebody'} {assessor.expert && <Tag>Expert</Tag>}
      </Table.Th>
      <Table.Td ta="right">{average(assessor.percent)}</Table.Td>
      <Table.Td ta="right">{points(assessor.from_average)}</Table.Td>
      {expert && <Table.Td ta="right">{points(assessor.from_expert)}</Table.Td>}
      {expert && <Table.Td ta="right">{percent(assessor.as_expert_percent)}</Table.Td>}
      <Table.Td ta="right">{assessor.kappa === null ? '–' : figure(assessor.kappa, 2)}</Table.Td>
    </Table.Tr>
  );
}

function Coefficients({ results }: { results: CalibrationResultsView }) {
  const rows: [string, Agreement][] = [
    ['How questions came out (passed, missed, N/A)', results.outcomes],
    ['How many of their points they earned', results.points],
    ...(results.ratings ? ([['Places on rating scales', results.ratings]] as [string, Agreement][]) : []),
  ];
  return (
    <Stack gap="xs">
      <Wide label="Agreement among the assessors">
        <Table fz="sm" aria-label="Agreement among the assessors">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Over all questions</Table.Th>
              <Table.Th ta="right">Compared</Table.Th>
              <Table.Th ta="right">Pairs that agree</Table.Th>
              <Table.Th ta="right">Krippendorff’s α</Table.Th>
              <Table.Th ta="right">Gwet’s AC1</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(([label, found]) => (
              <Table.Tr key={label}>
                <Table.Th scope="row" fw={400}>
                  {label}
                </Table.Th>
                <Table.Td ta="right">{counted(found.compared, 'question')}</Table.Td>
                <Table.Td ta="right">
                  <Figure of={found.percent} digits={0} unit="%" />
                </Table.Td>
                <Table.Td ta="right">
                  {found.unanimous ? 'all gave the same answer' : <Figure of={found.alpha} digits={2} />}
                </Table.Td>
                <Table.Td ta="right">
                  <Figure of={found.ac1} digits={2} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Wide>
      <Text size="xs" c="dimmed">
        α, AC1 and κ are 1 where all agree and 0 where they agree no more than by chance. Few questions tell
        little: the interval beside each says how much. Where all gave the same answer everywhere, α isn’t
        defined. The expert’s answers and the AI’s are not among them.
      </Text>
    </Stack>
  );
}

/** A coefficient with its interval. */
export function Figure({ of, digits, unit = '' }: { of: Estimate | null; digits: number; unit?: string }) {
  if (of === null) return '–';
  const between =
    of.low === null || of.high === null
      ? null
      : `${figure(of.low, digits)} to ${figure(of.high, digits)}${unit}`;
  return (
    <Text span inherit data-figures>
      <Text span inherit fw={600}>
        {figure(of.value, digits)}
        {unit}
      </Text>
      {between && (
        <Text span inherit c="dimmed" size="xs">
          {' '}
          ({between})
        </Text>
      )}
    </Text>
  );
}

function Question({ question, nameOf }: { question: QuestionResult; nameOf: (id: string) => string }) {
  return (
    <Box>
      <Group gap="xs" align="baseline" mb={4}>
        <Title order={3}>{question.text}</Title>
        <Agrees question={question} />
      </Group>
      <Text size="xs" c="dimmed" mb="xs">
        {question.average !== null &&
          (question.lowest === null
            ? `${average(question.average)} of its points. `
            : `Of its points ${average(question.average)} on average, ${average(question.lowest)} to ${average(question.highest)}. `)}
        {question.as_expert_percent !== null &&
          `${percent(question.as_expert_percent)} answered as the expert. `}
        {question.as_ai_percent !== null && `${percent(question.as_ai_percent)} answered as the AI.`}
      </Text>
      <Table fz="sm" verticalSpacing={4} aria-label={`Answers to ${question.text}`}>
        <Table.Tbody>
          {question.answers.map((answer) => (
            <Table.Tr key={answer.user_id}>
              <Table.Th scope="row" fw={400} w="30%">
                <Name of={nameOf(answer.user_id)} />
              </Table.Th>
              <Table.Td w="20%">{answer.label}</Table.Td>
              <Table.Td c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                {answer.comment}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  );
}

function Agrees({ question }: { question: QuestionResult }) {
  if (question.agree_percent === null) return null;
  if (question.unanimous) return <Tag tone="good">All gave the same answer</Tag>;
  return (
    <Tooltip label="Of the pairs of assessors, so many chose the same">
      <Box component="span" tabIndex={0}>
        <Tag tone="watch">{percent(question.agree_percent)} agree</Tag>
      </Box>
    </Tooltip>
  );
}
