import { Page } from '@/parts/Page';

export function InteractionPage() {
  return <Page title="Interaction">{null}</Page>;
}
