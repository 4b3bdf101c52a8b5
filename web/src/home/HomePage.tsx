import { Page } from '@/parts/Page';

export function HomePage() {
  return <Page title="Home">{null}</Page>;
}
