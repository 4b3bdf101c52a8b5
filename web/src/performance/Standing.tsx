import { Group, Text, Tooltip } from '@mantine/core';
import type { OwnFigure } from '@/api/schema';
import { counted } from '@/parts/numbers';
import { Tag } from '@/parts/Tag';
import { tagOf } from '@/parts/words';
import { STANDING_WORDS, sayInterval, sayValue, tellsOf } from './words';

/** An average with its number and interval: "84.2 over 38, 95% 80.1 to 88.3". */
export function Value({ figure }: { figure: OwnFigure }) {
  if (figure.value === null) {
    return (
      <Text span inherit c="dimmed">
        {figure.number === 0 ? 'Not known' : `Not enough data (${figure.number})`}
      </Text>
    );
  }
  const between = sayInterval(figure.metric, figure.low, figure.high);
  return (
    <Text span inherit>
      <Text span inherit fw={600}>
        {sayValue(figure.metric, figure.value)}
      </Text>{' '}
      <Text span inherit c="dimmed">
        over {figure.number}
        {between && `, 95% ${between}`}
      </Text>
    </Text>
  );
}

/** Where an average stands among all agents', in a word; below the minimum "Not enough data (3 of 5)". */
export function Standing({ figure, minimum }: { figure: OwnFigure; minimum: number }) {
  if (figure.word === 'not_enough_data') {
    const few = figure.number < minimum;
    return (
      <Text span size="xs" c="dimmed" title={few ? undefined : tellsOf(figure.word)}>
        {few ? `Not enough data (${figure.number} of ${minimum})` : 'Too few agents to compare'}
      </Text>
    );
  }
  const { word, tone } = tagOf(STANDING_WORDS, figure.word);
  return (
    <Tooltip label={tellsOf(figure.word)}>
      <Tag tone={tone}>{word}</Tag>
    </Tooltip>
  );
}

/** Both in one cell of a table: the figure alone, its number and interval on hover, and the word. */
export function Cell({ figure }: { figure: OwnFigure | undefined }) {
  if (!figure) return '–';
  if (figure.value === null) {
    return (
      <Text span inherit c="dimmed">
        {figure.number === 0 ? '–' : `Not enough data (${figure.number})`}
      </Text>
    );
  }
  const between = sayInterval(figure.metric, figure.low, figure.high);
  const told = `${counted(figure.number, 'conversation')}${between ? `, 95% interval ${between}` : ''}`;
  const { word, tone } = tagOf(STANDING_WORDS, figure.word);
  return (
    <Group gap={6} wrap="nowrap" justify="flex-end" display="inline-flex">
      <Tooltip label={told}>
        <Text span inherit fw={600} style={{ whiteSpace: 'nowrap' }}>
          {sayValue(figure.metric, figure.value)}
        </Text>
      </Tooltip>
      {figure.word !== 'not_enough_data' && <Tag tone={tone}>{word}</Tag>}
    </Group>
  );
}
