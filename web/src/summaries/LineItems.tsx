import { Text } from '@mantine/core';
import type { LineItem } from '@/api/schema';
import { interval } from '@/parts/numbers';
import { useReportPlace } from './context';
import { FactValue } from './FactValue';
import classes from './report.module.css';

/**
 * Line items as the report on Line Item Performance has them: the pass rate inline, its sample and interval beside it;
 * without enough data the name alone, and why.
 */
export function LineItems({ items }: { items: LineItem[] }) {
  if (!items.length) return null;
  return (
    <ul className={classes.items}>
      {items.map((item) => (
        <li key={item.fact_id}>
          <LineItemLine item={item} />
        </li>
      ))}
    </ul>
  );
}

/** One line item with its rate, sample and interval. */
export function LineItemLine({ item }: { item: LineItem }) {
  const { facts } = useReportPlace();
  const fact = facts.get(item.fact_id);
  const between = interval(item.low, item.high);
  const rated = fact?.text && item.text.endsWith(fact.text);
  return (
    <div>
      <Text span inherit fw={600}>
        {rated ? item.text.slice(0, -(fact.text ?? '').length) : item.text}
        {rated && <FactValue factId={item.fact_id}>{fact.text}</FactValue>}
      </Text>{' '}
      <Text span size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {between ? `of ${item.applicable} (95% interval ${between})` : fact?.note}
      </Text>
    </div>
  );
}
