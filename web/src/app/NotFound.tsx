import { Center } from '@mantine/core';
import { Empty } from '@/parts/Empty';
import { LinkButton } from '@/parts/Anchor';

/** No page has this address. It stands within the console, so that the way on is beside it. */
export function NotFound() {
  return (
    <Center mih="60vh">
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
