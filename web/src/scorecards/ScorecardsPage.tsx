import { Page } from '@/parts/Page';

export function ScorecardsPage() {
  return <Page title="Scorecards">{null}</Page>;
}
