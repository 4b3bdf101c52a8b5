import { Box, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AgreementPoint, AgreementReport, Comparison, QuestionAgreement } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Behind } from '@/parts/Behind';
import { Disclosure } from '@/parts/Disclosure';
import { Empty } from '@/parts/Empty';
import { Lines, Loaded } from '@/parts/Loaded';
import { figure } from '@/parts/figures';
import { percent } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import type { Which } from '@/parts/proof';
import { Rate } from '@/parts/Rate';
import { Tag } from '@/parts/Tag';
import { MONTHS } from '@/parts/times';
import { Wide } from '@/parts/Wide';
import { useMay } from '@/session/me';
import { Framed } from './Framed';
import { agreementQuery, scorecardsInUseQuery, type Asked } from './queries';

/** How far the AI answers each question as people do, and people as each other. */
export function Agreement({ asked }: { asked: Asked }) {
  const cards = useQuery(scorecardsInUseQuery({ from: asked.from, to: asked.to }));
  const scorecard = asked.scorecard ?? cards.data?.[0]?.id;
  const query = useQuery(agreementQuery(asked, scorecard));
  if (cards.data?.length === 0 && scorecard === undefined) return <None />;
  if (scorecard === undefined) return <Loaded query={cards}>{() => <Lines />}</Loaded>;
  return (
    <Loaded query={query}>
      {(report) => (
        <Framed frame={report.frame}>
          {report.questions.length === 0 ? (
            <None />
          ) : (
            <Sheet title={report.scorecard_name}>
              <Stack gap="md">
                <Questions report={report} asked={asked} />
                <Text size="xs" c="dimmed">
                  “Seen” is where a person had the AI’s answer before them, and kept or changed it: whoever
                  sees an answer agrees with it more easily. “Blind” is where assessors of a calibration, or
                  those who check the AI, answered without it: a conversation is one case, however many assess
                  it. α, κ and AC1 are 1 where all agree and 0 where they agree no more than by chance.
                </Text>
              </Stack>
            </Sheet>
          )}
        </Framed>
      )}
    </Loaded>
  );
}

/** Both may have said N/A. */
const ANSWERED: Which['outcome'] = ['passed', 'missed', 'not_applicable', 'no_opportunity'];

function None() {
  return (
    <Sheet>
      <Empty title="Nothing to compare in this period">
        It needs evaluations in which a person kept or changed answers of the AI, or closed calibrations.
        Choose a longer period, or another scorecard.
      </Empty>
    </Sheet>
  );
}

function Questions({ report, asked }: { report: AgreementReport; asked: Asked }) {
  const { questions, frame, scorecard_id: scorecard } = report;
  const { minimum } = frame;
  const may = useMay();
  // What a person kept or changed of the AI's is blended.
  const seen =
    ({ question_id: question, text }: QuestionAgreement): Lead =>
    (says, figure) => (
      <Behind
        of={frame.anonymous ? null : { ...asked, from: frame.first_day, to: frame.last_day }}
        which={{ scorecard, question, type: ['blended'], outcome: ANSWERED }}
        says={`${says}, evaluations by AI and people: ${text}`}
      >
        {figure}
      </Behind>
    );
  const calibrated: Lead | undefined = may('evaluations.perform')
    ? (says, figure) => (
        <Anchor
          to="/evaluations/calibrations"
          search={{ status: 'closed' }}
          inherit
          underline="always"
          display="inline-block"
          mih={24}
          aria-label={`${says}, closed calibrations`}
        >
          {figure}
        </Anchor>
      )
    : undefined;
  return (
    <Stack gap="lg">
      {questions.map((question) => (
        <Box key={question.question_id}>
          <Text fw={600} size="sm" mb={4}>
            {question.text} {question.answerer === 'ai' && <Tag tone="accent">The AI answers</Tag>}
          </Text>
          <Wide label={`Agreement on ${question.text}`}>
            <Table fz="sm" verticalSpacing={4} aria-label={`Agreement on ${question.text}`}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Between</Table.Th>
                  <Table.Th ta="right">Alike</Table.Th>
                  <Table.Th ta="right">α</Table.Th>
                  <Table.Th ta="right">κ</Table.Th>
                  <Table.Th ta="right">AC1</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                <Line
                  label="AI and people, seen"
                  of={question.seen}
                  minimum={minimum}
                  lead={seen(question)}
                />
                <Line label="AI and people, blind" of={question.blind} minimum={minimum} lead={calibrated} />
                <Line
                  label="Assessors among each other"
                  of={question.among}
                  minimum={minimum}
                  lead={calibrated}
                />
              </Table.Tbody>
            </Table>
          </Wide>
          {question.series.length > 0 && (
            <Disclosure label="Month by month">
              <Course series={question.series} text={question.text} />
            </Disclosure>
          )}
        </Box>
      ))}
    </Stack>
  );
}

/** Puts a link around a figure, to what it counts; says: the figure in words. */
type Lead = (says: string, figure: ReactNode) => ReactNode;

function Line({
  label,
  of,
  minimum,
  lead,
}: {
  label: string;
  of: Comparison;
  minimum: number;
  lead: Lead | undefined;
}) {
  const rate = of.percent === null ? null : percent(of.percent);
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        {label}
      </Table.Th>
      <Table.Td ta="right">
        {of.compared === 0 ? (
          '–'
        ) : (
          <Rate
            percent={rate}
            sample={of.compared}
            minimum={minimum}
            low={of.low}
            high={of.high}
            lead={lead && ((figure) => lead(`${rate ?? ''} of ${of.compared}`, figure))}
          />
        )}
      </Table.Td>
      <Table.Td ta="right">{of.unanimous ? 'all the same' : shown(of.alpha)}</Table.Td>
      <Table.Td ta="right">{shown(of.kappa)}</Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
        {shown(of.ac1?.value ?? null)}
        {typeof of.ac1?.low === 'number' && typeof of.ac1.high === 'number' && (
          <Text span inherit size="xs" c="dimmed">
            {' '}
            ({figure(of.ac1.low, 2)} to {figure(of.ac1.high, 2)})
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

const shown = (value: number | null) => (value === null ? '–' : figure(value, 2));

function Course({ series, text }: { series: AgreementPoint[]; text: string }) {
  return (
    <Table fz="sm" verticalSpacing={4} w="auto" aria-label={`Agreement on ${text}, month by month`}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Month</Table.Th>
          <Table.Th ta="right">Seen</Table.Th>
          <Table.Th ta="right">Blind</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {series.map((point) => (
          <Table.Tr key={point.first_day}>
            <Table.Th scope="row" fw={400}>
              {MONTHS[Number(point.first_day.slice(5, 7)) - 1]} {point.first_day.slice(0, 4)}
            </Table.Th>
            <Table.Td ta="right">{share(point.seen, point.seen_percent)}</Table.Td>
            <Table.Td ta="right">{share(point.blind, point.blind_percent)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

const share = (sample: number, alike: number | null) =>
  sample === 0 ? '–' : `${alike === null ? 'too few' : percent(alike)} of ${sample}`;
