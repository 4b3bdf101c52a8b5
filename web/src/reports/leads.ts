/** From a metric of conversations to the lists of what it sums up. */
import type { ConversationReport, Metric } from '@/api/schema';
import { count } from '@/parts/numbers';

type Totals = ConversationReport['totals'];

export type Outcome =
  | 'resolved'
  | 'not_resolved'
  | 'repeated'
  | 'not_repeated'
  | 'customer_positive'
  | 'customer_negative'
  | 'promoter'
  | 'passive'
  | 'detractor';

/** A list that stands behind a figure. says: what it is called; outcome: what its conversations came to. */
export interface Lead {
  says: string;
  outcome: Outcome[] | undefined;
}

/** The lists behind a metric, those first that call for a look, each with how many there are where that is known. */
export function leadsOf(metric: Metric['name'], totals: Totals): Lead[] {
  const some = (number: number, says: string, outcome: Outcome): Lead[] =>
    number > 0 ? [{ says: `${count(number)} ${says}`, outcome: [outcome] }] : [];
  switch (metric) {
    case 'resolution_rate':
      return [
        ...some(totals.resolution_known - totals.resolved, 'not resolved', 'not_resolved'),
        ...some(totals.resolved, 'resolved', 'resolved'),
      ];
    case 'repeat_rate':
      return [
        ...some(totals.repeated, 'came back', 'repeated'),
        ...some(totals.repeat_known - totals.repeated, 'didn’t', 'not_repeated'),
      ];
    case 'xnps':
      return [
        ...some(totals.detractors, 'detractors', 'detractor'),
        ...some(totals.passives, 'passives', 'passive'),
        ...some(totals.promoters, 'promoters', 'promoter'),
      ];
    case 'customer_sentiment':
      return totals.customer_sentiment_known > 0
        ? [
            { says: 'Negative ones', outcome: ['customer_negative'] },
            { says: 'Positive ones', outcome: ['customer_positive'] },
          ]
        : [];
    case 'average_handling_time':
      return totals.handled > 0 ? [{ says: 'All conversations', outcome: undefined }] : [];
    default:
      return [];
  }
}
