import { Page } from '@/parts/Page';

export function ReportsPage() {
  return <Page title="Performance">{null}</Page>;
}
