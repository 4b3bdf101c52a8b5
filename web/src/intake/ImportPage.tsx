import { Page } from '@/parts/Page';

export function ImportPage() {
  return <Page title="Bulk import">{null}</Page>;
}
