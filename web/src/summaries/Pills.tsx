import { Text } from '@mantine/core';
import type { Pill } from '@/api/schema';
import { FactValue } from './FactValue';
import classes from './report.module.css';

/** Conversation insights: each with its definition on hover and focus, and where it comes from at a click. */
export function Pills({ pills }: { pills: Pill[] }) {
  return (
    <div className={classes.pills} role="list">
      {pills.map((pill) => (
        <div key={pill.name} role="listitem">
          <FactValue factId={pill.fact_id} className={classes.pill} definition={pill.definition}>
            <Text span display="block" size="xs" c="dimmed">
              {pill.label}
            </Text>{' '}
            {pill.value === null ? (
              <Text span display="block" size="sm" c="dimmed">
                {pill.text}
              </Text>
            ) : (
              <>
                <Text span fw={600} fz="lg">
                  {pill.text}
                </Text>{' '}
                <Text span display="block" size="xs" c="dimmed">
                  of {pill.sample}
                </Text>
              </>
            )}
          </FactValue>
        </div>
      ))}
    </div>
  );
}
