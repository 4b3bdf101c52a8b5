import { Text } from '@mantine/core';
import type { ReportMetric } from '@/api/schema';
import { FactValue } from './FactValue';
import { SCALES, printed } from './reading';
import classes from './report.module.css';

/** Conversation insights: each with its definition on hover and focus, and where it comes from at a click. */
export function Metrics({ metrics }: { metrics: ReportMetric[] }) {
  return (
    <div className={classes.metrics} role="list">
      {metrics.map((metric) => (
        <div key={metric.name} role="listitem">
          <FactValue factId={metric.fact_id} className={classes.metric} definition={metric.definition}>
            <Text span display="block" size="xs" c="dimmed">
              {metric.label}
            </Text>{' '}
            {metric.value === null ? (
              <Text span display="block" size="sm" c="dimmed">
                {metric.text}
              </Text>
            ) : (
              <>
                <Text span fw={600} fz="lg">
                  {printed(metric.text)}
                </Text>{' '}
                <Text span display="block" size="xs" c="dimmed">
                  of {metric.sample}
                  {SCALES[metric.unit] && ` · ${SCALES[metric.unit]}`}
                </Text>
              </>
            )}
          </FactValue>
        </div>
      ))}
    </div>
  );
}
