import { Page } from '@/parts/Page';

export function MeetingPage() {
  return <Page title="1-to-1">{null}</Page>;
}
