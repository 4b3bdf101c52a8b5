import { Page } from '@/parts/Page';

export function ImportsPage() {
  return <Page title="Bulk imports">{null}</Page>;
}
