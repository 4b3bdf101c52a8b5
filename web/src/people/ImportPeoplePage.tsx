import { Page } from '@/parts/Page';

export function ImportPeoplePage() {
  return <Page title="Import people">{null}</Page>;
}
