import { AppShell, Box, Burger, Group, ScrollArea, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { Lines } from '@/parts/Loaded';
import { Anchor } from '@/parts/Anchor';
import { Bell } from '@/notices/Bell';
import { Navigation } from './Navigation';
import { PlaceTabs } from './PlaceTabs';
import { PersonMenu } from './PersonMenu';
import { SearchBox } from './SearchBox';
import { SignedOutNotice } from './SignedOutNotice';

/** What stands around every page: the rail, the search, the person. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(close, [path, close]);
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
          <Box style={{ flex: 1 }} maw={440}>
            <SearchBox />
          </Box>
          <Group ml="auto" gap="sm" wrap="nowrap">
            <Bell />
            <PersonMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar bg="var(--debrief-page)" p="sm" component="nav" aria-label="Places">
        <AppShell.Section grow component={ScrollArea}>
          <Navigation />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} style={{ outline: 'none' }}>
        <SignedOutNotice />
        <Box maw={1320} mx="auto">
          <PlaceTabs />
          <Suspense fallback={<Lines count={6} />}>
            <Outlet />
          </Suspense>
        </Box>
      </AppShell.Main>
    </AppShell>
  );
}
