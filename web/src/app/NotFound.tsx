import { Center } from '@mantine/core';
import { Empty } from '@/parts/Empty';
import { LinkButton } from '@/parts/Anchor';

/** No page has this address. */
export function NotFound() {
  return (
    <Center component="main" mih="60vh">
      <Empty
        title="There is no such page"
        action={
          <LinkButton to="/" mt="md" variant="default">
            Go home
          </LinkButton>
        }
      >
        The address may be mistyped, or what it led to is gone.
      </Empty>
    </Center>
  );
}
