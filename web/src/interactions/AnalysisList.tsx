import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Analysis, Finding, Origin } from '@/api/schema';
import { trim } from '@/parts/numbers';
import { Tag } from '@/parts/Tag';
import { clock } from '@/parts/times';
import { wordOf } from '@/parts/words';
import { FactList } from './FactList';
import { OriginTag } from './Origins';
import { SPEAKERS } from './turns';
import { FINDING_WORDS, promoter, sentiment, signed, vendorName, vendorValue } from './words';

interface Reading<T> {
  value: T;
  origin: Origin;
  source?: string | null;
}

/** What was read out of a conversation, each value with where it comes from. */
export function AnalysisList({ analysis }: { analysis: Analysis }) {
  const { provenance } = analysis;
  const read = <T,>(reading: Reading<T> | null | undefined, say: (value: T) => ReactNode) =>
    reading && (
      <Group gap={4} justify="space-between" align="flex-start">
        <span>{say(reading.value)}</span>
        <OriginTag reading={reading} provenance={provenance} />
      </Group>
    );
  const several = (readings: Reading<string>[] | undefined) =>
    readings?.length ? (
      <Stack gap={4}>
        {readings.map((reading) => (
          <div key={reading.value}>{read(reading, (value) => value)}</div>
        ))}
      </Stack>
    ) : undefined;
  return (
    <FactList
      facts={[
        ['Customer sentiment', read(analysis.customer_sentiment, (score) => <Sentiment score={score} />)],
        ['At the start', read(analysis.customer_sentiment_start, (score) => <Sentiment score={score} />)],
        ['At the end', read(analysis.customer_sentiment_end, (score) => <Sentiment score={score} />)],
        ['Agent sentiment', read(analysis.agent_sentiment, (score) => <Sentiment score={score} />)],
        ['Predicted satisfaction', read(analysis.predicted_satisfaction, (value) => `${trim(value)} of 5`)],
        [
          'Predicted resolution',
          read(analysis.predicted_resolution, (value) => (value ? 'Resolved' : 'Not resolved')),
        ],
        ['xNPS', read(analysis.xnps, (value) => `${value} of 10, ${promoter(value)}`)],
        ['Repeat contact', read(analysis.repeat_contact, (value) => (value ? 'Yes' : 'No'))],
        ['Inquiry', several(analysis.inquiry)],
        ['Topics', several(analysis.topics)],
        ['Indicators', several(analysis.indicators)],
        ...Object.entries(FINDING_WORDS).map(([kind, word]): [string, ReactNode] => [
          word,
          found(kind, analysis, read),
        ]),
        ...Object.entries(analysis.vendor_values).map(([name, reading]): [string, ReactNode] => [
          vendorName(name),
          read(reading, (value) => vendorValue(name, value)),
        ]),
      ]}
    />
  );
}

/** What a vendor found of one kind: the words that it is about, or when it was. */
function found(
  kind: string,
  { findings }: Analysis,
  read: (reading: Reading<Finding>, say: (value: Finding) => ReactNode) => ReactNode,
): ReactNode {
  const own = findings.filter(({ value }) => value.kind === kind);
  return own.length ? (
    <Stack gap={4}>
      {own.map((reading, place) => (
        <div key={place}>{read(reading, sayFinding)}</div>
      ))}
    </Stack>
  ) : undefined;
}

function sayFinding({ text, start_ms, end_ms, speaker }: Finding): string {
  const times = [start_ms, end_ms].filter((at) => typeof at === 'number').map(clock);
  return text
    ? `“${text}”`
    : [speaker && wordOf(SPEAKERS, speaker), times.join('–')].filter(Boolean).join(', ');
}

/** A sentiment in a word, with its number. */
export function Sentiment({ score }: { score: number }) {
  const { word, tone } = sentiment(score);
  return (
    <Group gap={6} wrap="nowrap" display="inline-flex">
      <Tag tone={tone} miw="max-content">
        {word}
      </Tag>
      <Text span inherit c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {signed(score)}
      </Text>
    </Group>
  );
}
