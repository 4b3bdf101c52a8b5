import { Page } from '@/parts/Page';

export function ScorecardPage() {
  return <Page title="Scorecard">{null}</Page>;
}
