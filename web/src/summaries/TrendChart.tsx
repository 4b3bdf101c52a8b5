import { Box, Paper, Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useState } from 'react';
import type { Week } from '@/api/schema';
import { average, counted } from '@/parts/numbers';
import { sayDay, saySpan } from '@/parts/times';
import { useToday } from '@/parts/When';
import { FREE, everyHowMany, heightOf, shapeOf, type Spot } from './trendShape';
import { sayInterval } from './words';
import classes from './TrendChart.module.css';

const HEIGHT = 200;
const TICKS = [0, 25, 50, 75, 100];
const DOT = 3.5;

/**
 * The weeks as a line in the band of its intervals. A week without enough data is a gap in both. Drawn here: for one line
 * the chart library would be ten times what the whole report weighs.
 */
export function TrendChart({ weeks }: { weeks: Week[] }) {
  const { ref, width } = useElementSize();
  const [pointed, setPointed] = useState<number | null>(null);
  const today = useToday();
  const { lines, bands, middles } = shapeOf(weeks, width, HEIGHT);
  const every = everyHowMany(weeks.length, width);
  const [first] = weeks;
  const shown = pointed === null ? undefined : weeks[pointed];
  return (
    <Box
      ref={ref}
      pos="relative"
      h={HEIGHT}
      role="img"
      aria-label={`Average score by week, from ${first ? saySpan(first.first_day, first.last_day, today) : ''} on; the table has the numbers`}
      onPointerLeave={() => setPointed(null)}
      onPointerMove={(event) => {
        const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
        setPointed(nearest(middles, x));
      }}
    >
      <svg width={width} height={HEIGHT} className={classes.chart} aria-hidden>
        {TICKS.map((tick) => (
          <g key={tick}>
            <line
              className={classes.grid}
              x1={FREE.left}
              x2={Math.max(FREE.left, width - FREE.right)}
              y1={heightOf(tick, HEIGHT)}
              y2={heightOf(tick, HEIGHT)}
            />
            <text className={classes.scale} x={FREE.left - 8} y={heightOf(tick, HEIGHT)}>
              {tick}%
            </text>
          </g>
        ))}
        {bands.map((band, place) => (
          <polygon key={place} data-part="band" className={classes.band} points={written(widened(band))} />
        ))}
        {lines.map((line, place) => (
          <polyline key={place} data-part="line" className={classes.line} points={written(line)} />
        ))}
        {lines.flat().map(({ x, y }) => (
          <circle key={x} className={classes.dot} cx={x} cy={y} r={DOT} />
        ))}
        {weeks.map(
          (week, place) =>
            place % every === 0 && (
              <text key={week.first_day} className={classes.day} x={middles[place]} y={HEIGHT - 6}>
                {sayDay(week.first_day, today)}
              </text>
            ),
        )}
      </svg>
      {shown && <Point week={shown} x={middles[pointed ?? 0] ?? 0} width={width} />}
    </Box>
  );
}

/** What one week came to, where it is pointed at. */
function Point({ week, x, width }: { week: Week; x: number; width: number }) {
  const interval = sayInterval(week);
  const today = useToday();
  return (
    <Paper
      withBorder
      shadow="sm"
      px="sm"
      py="xs"
      className={classes.point}
      style={x > width / 2 ? { right: width - x + 12 } : { left: x + 12 }}
    >
      <Text size="sm" fw={600}>
        {saySpan(week.first_day, week.last_day, today)}
      </Text>
      <Text size="sm">
        {week.average === null
          ? `Not enough data (${counted(week.sample, 'evaluation')})`
          : `${average(week.average)} over ${counted(week.sample, 'evaluation')}`}
      </Text>
      {interval && (
        <Text size="sm" c="dimmed">
          95% interval {interval}
        </Text>
      )}
    </Paper>
  );
}

function nearest(middles: number[], x: number): number | null {
  if (middles.length === 0) return null;
  const away = (place: number) => Math.abs((middles[place] ?? 0) - x);
  return middles.reduce((best, _, place) => (away(place) < away(best) ? place : best), 0);
}

/** A band of one week alone has no width; it is given that of its dot. */
function widened(band: Spot[]): Spot[] {
  const [high, low] = band;
  if (band.length !== 2 || !high || !low) return band;
  return [
    { x: high.x - DOT, y: high.y },
    { x: high.x + DOT, y: high.y },
    { x: low.x + DOT, y: low.y },
    { x: low.x - DOT, y: low.y },
  ];
}

function written(spots: Spot[]): string {
  return spots.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
}
