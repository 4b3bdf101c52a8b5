import { Box, Group, Stack, Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import type { PlanDetail } from '@/api/schema';
import { sayDay } from '@/parts/times';
import { useToday } from '@/parts/When';
import { shapeOf, type Spot } from './wayShape';
import { METRIC_WORDS, sayValue } from './words';
import { wordOf } from '@/parts/words';
import classes from './WayChart.module.css';

const HEIGHT = 240;

/** The way of a plan with its intervals, the line that is expected, and the band of what chance alone would do. */
export function WayChart({ plan }: { plan: PlanDetail }) {
  const { ref, width } = useElementSize();
  const today = useToday();
  const { way, intervals, expected, chance, ticks, days } = shapeOf(plan, width, HEIGHT);
  const [from, to] = expected;
  return (
    <Stack gap="xs">
      <Box
        ref={ref}
        h={HEIGHT}
        role="img"
        aria-label={`${wordOf(METRIC_WORDS, plan.metric)} from ${sayDay(plan.begins_on, today)} to ${sayDay(plan.ends_on, today)}; the table has the numbers`}
      >
        <svg width={width} height={HEIGHT} className={classes.chart} aria-hidden>
          {ticks.map((tick) => (
            <g key={tick.y}>
              <line
                className={classes.grid}
                x1={from.x}
                x2={Math.max(from.x, to.x)}
                y1={tick.y}
                y2={tick.y}
              />
              <text className={classes.scale} x={from.x - 8} y={tick.y}>
                {sayValue(plan.metric, tick.value)}
              </text>
            </g>
          ))}
          {chance.length > 2 && (
            <polygon data-part="chance" className={classes.chance} points={written(chance)} />
          )}
          <line
            data-part="expected"
            className={classes.expected}
            x1={from.x}
            y1={from.y}
            x2={to.x}
            y2={to.y}
          />
          {intervals.map((each) => (
            <line
              key={each.x}
              className={classes.interval}
              x1={each.x}
              x2={each.x}
              y1={each.high}
              y2={each.low}
            />
          ))}
          <polyline data-part="way" className={classes.way} points={written(way)} />
          {way.map(({ x, y }) => (
            <circle key={x} className={classes.dot} cx={x} cy={y} r={3} />
          ))}
          {days.map(({ day, x }, place) => (
            <text
              key={day}
              className={classes.day}
              x={x}
              y={HEIGHT - 6}
              textAnchor={place === 0 ? 'start' : 'end'}
            >
              {sayDay(day, today)}
            </text>
          ))}
        </svg>
      </Box>
      <Group gap="md" aria-hidden>
        <Key className={classes.way} word="Now, with its 95% interval" />
        <Key className={classes.expected} word="Expected" />
        <Key className={classes.chance} word="What chance alone would do" />
      </Group>
    </Stack>
  );
}

function Key({ className, word }: { className: string | undefined; word: string }) {
  return (
    <Group gap={6} wrap="nowrap">
      <svg className={classes.key} viewBox="0 0 20 12">
        {className === classes.chance ? (
          <rect className={className} width={20} height={12} />
        ) : (
          <line className={className} x1={0} x2={20} y1={6} y2={6} />
        )}
      </svg>
      <Text size="xs" c="dimmed">
        {word}
      </Text>
    </Group>
  );
}

function written(spots: Spot[]): string {
  return spots.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
}
