import { Page } from '@/parts/Page';

export function SummaryPage() {
  return <Page title="AI performance summary">{null}</Page>;
}
