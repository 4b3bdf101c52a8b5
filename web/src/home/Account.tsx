import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { heldCountQuery } from '@/intake/held';
import { Anchor } from '@/parts/Anchor';
import { Lines, Loaded } from '@/parts/Loaded';
import { count } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { useMay } from '@/session/me';

/** Running the account: what is held at the door, and where people and settings are. */
export function Account() {
  const may = useMay();
  const places = [
    may('people.manage') && (
      <Place key="people" link={<Anchor to="/people">People</Anchor>}>
        Who is here, to whom they report, and bringing in many at once
      </Place>
    ),
    may('settings.manage') && (
      <Place key="settings" link={<Anchor to="/setup/account">Account</Anchor>}>
        Time zone, minimum samples, features, roles and what they permit
      </Place>
    ),
    !may('intake.manage') || may('people.manage') ? null : (
      <Place key="interactions" link={<Anchor to="/conversations">Interactions</Anchor>}>
        Choose a conversation to evaluate
      </Place>
    ),
  ].filter(Boolean);
  return (
    <>
      {may('intake.manage') && <Held />}
      {places.length > 0 && (
        <Sheet title="Go to">
          <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
            {places}
          </Stack>
        </Sheet>
      )}
    </>
  );
}

function Held() {
  const query = useQuery(heldCountQuery);
  return (
    <Sheet title="Intake">
      <Loaded query={query} skeleton={<Lines count={1} />}>
        {({ held }) =>
          held > 0 ? (
            <Anchor to="/conversations/intake" search={{ status: 'held' }}>
              {count(held)} {held === 1 ? 'item is' : 'items are'} held and {held === 1 ? 'waits' : 'wait'}{' '}
              for somebody
            </Anchor>
          ) : (
            <Text size="sm" c="dimmed">
              Nothing is held. <Anchor to="/conversations/intake">Look at what came in</Anchor>
            </Text>
          )
        }
      </Loaded>
    </Sheet>
  );
}

function Place({ link, children }: { link: ReactNode; children: ReactNode }) {
  return (
    <li>
      {link}
      <Text size="sm" c="dimmed">
        {children}
      </Text>
    </li>
  );
}
