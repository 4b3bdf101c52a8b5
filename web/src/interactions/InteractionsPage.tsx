import { Page } from '@/parts/Page';

export function InteractionsPage() {
  return <Page title="Interactions">{null}</Page>;
}
