import { Page } from '@/parts/Page';

export function IntakeItemPage() {
  return <Page title="Intake item">{null}</Page>;
}
