import { Page } from '@/parts/Page';

export function ProfilePage() {
  return <Page title="Profile">{null}</Page>;
}
