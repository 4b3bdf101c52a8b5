import { Text } from '@mantine/core';
import { LinkButton } from '@/parts/Anchor';
import { Page } from '@/parts/Page';

/** No page has this address. It stands within the console, so that the way on is beside it. */
export function NotFound() {
  return (
    <Page title="There is no such page">
      <Text>The address may be mistyped, or what it led to is gone.</Text>
      <div>
        <LinkButton to="/" variant="default">
          Go home
        </LinkButton>
      </div>
    </Page>
  );
}
