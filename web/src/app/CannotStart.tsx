import { Button, Center, MantineProvider, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { theme, variables } from './theme';

/** The console does not know its deployment, so it cannot even offer to sign in. */
export function CannotStart() {
  // As soon as there is a network again, by itself.
  useEffect(() => {
    const anew = () => globalThis.location.reload();
    globalThis.addEventListener('online', anew);
    return () => globalThis.removeEventListener('online', anew);
  }, []);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <Center component="main" mih="100vh" p="md">
        <Stack align="center" maw={420} ta="center">
          <Title order={1}>Debrief cannot be reached</Title>
          <Text>
            The console could not read its configuration. Check your network, then load the page again.
          </Text>
          <Button onClick={() => globalThis.location.reload()}>Load again</Button>
        </Stack>
      </Center>
    </MantineProvider>
  );
}
