import { AppShell, Box, Burger, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { Lines } from '@/parts/Loaded';
import { useSignedOut } from '@/session/signedOut';
import { Anchor } from '@/parts/Anchor';
import { Bell, Overlays, PersonMenu, SignedOutNotice, readForLater } from './late';
import { LateSearch } from './LateSearch';
import { Navigation } from './Navigation';
import { OfflineBar } from './OfflineBar';
import { PlaceTabs } from './PlaceTabs';

/** So long after the first page came what may be needed later is read. */
const LATER_MS = 60_000;

/** What stands around every page: the rail, the search, the person. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(close, [path, close]);
  const lost = useSignedOut();
  useEffect(() => {
    const timer = setTimeout(readForLater, LATER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 216, breakpoint: 'md', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', md: 'xl' }}
    >
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <AppShell.Header bg="var(--debrief-raised)">
        <Group h="100%" px="md" gap="md" wrap="nowrap">
          <Burger opened={opened} onClick={toggle} hiddenFrom="md" size="sm" aria-label="Navigation" />
          <Anchor to="/" c="inherit" underline="never" w={{ md: 184 }} aria-label="Debrief, home">
            <Group gap="xs" wrap="nowrap">
              <img src="/icon.svg" width={24} height={24} alt="" />
              <Text fw={650} fz="lg" visibleFrom="xs">
                Debrief
              </Text>
            </Group>
          </Anchor>
          <LateSearch />
          <Group ml="auto" gap="sm" wrap="nowrap">
            <Suspense fallback={<Box w={80} />}>
              <Bell />
              <PersonMenu />
            </Suspense>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar bg="var(--debrief-page)" p="sm" component="nav" aria-label="Places">
        <AppShell.Section grow style={{ overflowY: 'auto' }}>
          <Navigation />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} style={{ outline: 'none' }}>
        <Suspense>
          <Overlays />
        </Suspense>
        {lost && (
          <Suspense>
            <SignedOutNotice />
          </Suspense>
        )}
        <Box maw={1320} mx="auto">
          <OfflineBar />
          <PlaceTabs />
          <Suspense fallback={<Lines count={6} />}>
            <Outlet />
          </Suspense>
        </Box>
      </AppShell.Main>
    </AppShell>
  );
}
