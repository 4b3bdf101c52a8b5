import { Page } from '@/parts/Page';

export function EvaluationPage() {
  return <Page title="Evaluation">{null}</Page>;
}
