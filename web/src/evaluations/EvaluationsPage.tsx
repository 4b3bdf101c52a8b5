import { Page } from '@/parts/Page';

export function EvaluationsPage() {
  return <Page title="Evaluations">{null}</Page>;
}
