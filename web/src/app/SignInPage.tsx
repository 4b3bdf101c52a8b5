import { Box, Center, Group, Paper, Text } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { SignIn } from '@/session/SignIn';

const route = getRouteApi('/sign-in');

/** The way in. Goes on to where the person wanted to go. */
export function SignInPage() {
  useDocumentTitle('Sign in · Debrief');
  const { next } = route.useSearch();
  const router = useRouter();
  const client = useQueryClient();
  return (
    <Center component="main" mih="100vh" p="md">
      <Box w="100%" maw={392}>
        <Group gap="xs" justify="center" mb="lg">
          <img src="/icon.svg" width={32} height={32} alt="" />
          <Text fw={650} fz="xl">
            Debrief
          </Text>
        </Group>
        <Paper withBorder p="lg" radius="lg">
          <SignIn
            onDone={() => {
              client.clear();
              router.history.push(next ?? '/');
            }}
          />
        </Paper>
      </Box>
    </Center>
  );
}
