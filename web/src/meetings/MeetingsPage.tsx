import { Page } from '@/parts/Page';

export function MeetingsPage() {
  return <Page title="1-to-1s">{null}</Page>;
}
