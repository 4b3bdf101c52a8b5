import { Page } from '@/parts/Page';

export function IntakePage() {
  return <Page title="Intake">{null}</Page>;
}
