import { Box, Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import type { AttemptView } from '@/api/schema';
import { trim } from '@/parts/numbers';
import { BOTTOM, LEFT, sayTrend, trendOf } from './trend';
import classes from './TrendChart.module.css';

const HEIGHT = 180;

/** The scores of the attempts one after the other, and the threshold. */
export function TrendChart({ attempts, passes }: { attempts: AttemptView[]; passes: number | null }) {
  const { ref, width } = useElementSize();
  const { spots, threshold, at } = trendOf(attempts, passes, width, HEIGHT);
  if (spots.length === 0) return null;
  return (
    <div>
      <Box ref={ref} h={HEIGHT} role="img" aria-label={`Scores by attempt: ${sayTrend(spots)}`}>
        <svg width={width} height={HEIGHT} className={classes.chart} aria-hidden>
          {[0, 50, 100].map((each) => (
            <text
              key={each}
              className={classes.scale}
              x={LEFT - 8}
              y={at(each)}
              textAnchor="end"
              dominantBaseline="middle"
            >
              {each}%
            </text>
          ))}
          {threshold !== null && (
            <line
              data-part="threshold"
              className={classes.threshold}
              x1={LEFT}
              x2={width}
              y1={threshold}
              y2={threshold}
            />
          )}
          <polyline
            data-part="scores"
            className={classes.line}
            points={spots.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
          />
          {spots.map(({ x, y, number, passed }) => (
            <circle key={number} className={passed ? classes.passed : classes.dot} cx={x} cy={y} r={4} />
          ))}
          {[...new Set([spots[0], spots.at(-1)])].map(
            (spot) =>
              spot && (
                <text
                  key={spot.number}
                  className={classes.scale}
                  x={spot.x}
                  y={HEIGHT - BOTTOM / 4}
                  textAnchor={spots.length === 1 ? 'middle' : spot === spots[0] ? 'start' : 'end'}
                >
                  {spot.number}
                </text>
              ),
          )}
        </svg>
      </Box>
      <Text size="xs" c="dimmed">
        Scores by attempt; filled where it passed.
        {passes !== null && ` The broken line is the threshold, ${trim(passes)}%.`}
      </Text>
    </div>
  );
}
