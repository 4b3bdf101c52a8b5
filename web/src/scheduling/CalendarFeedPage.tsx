import { Button, CopyButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Lines, Loaded } from '@/parts/Loaded';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { When } from '@/parts/When';
import { feedQuery, useMakeFeed, useRevokeFeed } from './queries';

/** One's own 1-to-1s in a calendar program: a secret address, told once, that can be made anew or revoked. */
export function CalendarFeedPage() {
  const query = useQuery(feedQuery);
  const make = useMakeFeed();
  const revoke = useRevokeFeed();
  const address = make.data && `${globalThis.location.origin}/api${make.data.path}`;
  const busy = make.isPending || revoke.isPending;
  return (
    <Page title="Your calendar" subtitle="Your 1-to-1s in the calendar program that you use">
      <Sheet title="A secret address">
        <Loaded query={query} skeleton={<Lines count={3} />}>
          {({ open, made_at }) => (
            <Stack gap="md" maw={640}>
              <Text size="sm">
                Calendar programs can subscribe to an address. Whoever has it sees your 1-to-1s: when they
                are, with whom, and where, without notes. Give it to nobody. When you make a new one, or
                revoke it, the one before opens nothing any more.
              </Text>
              <div aria-live="polite">
                {address ? (
                  <Stack gap="xs">
                    <TextInput
                      readOnly
                      label="Your address, shown only now"
                      value={address}
                      onFocus={(event) => event.currentTarget.select()}
                    />
                    <CopyButton value={address}>
                      {({ copied, copy }) => (
                        <Group>
                          <Button size="xs" variant="default" onClick={copy}>
                            {copied ? 'Copied' : 'Copy the address'}
                          </Button>
                        </Group>
                      )}
                    </CopyButton>
                  </Stack>
                ) : (
                  <Text size="sm">
                    {open && made_at ? (
                      <>
                        You have an address, made <When at={made_at} />. It can’t be shown again.
                      </>
                    ) : (
                      'You have no address.'
                    )}
                  </Text>
                )}
              </div>
              {(make.error ?? revoke.error) && <ProblemNotice error={make.error ?? revoke.error} changing />}
              <Group>
                <Button loading={make.isPending} disabled={busy} onClick={() => make.mutate()}>
                  {open ? 'Make a new address' : 'Make an address'}
                </Button>
                {open && (
                  <Button
                    variant="default"
                    loading={revoke.isPending}
                    disabled={busy}
                    onClick={() => revoke.mutate(undefined, { onSuccess: () => make.reset() })}
                  >
                    Revoke it
                  </Button>
                )}
              </Group>
            </Stack>
          )}
        </Loaded>
      </Sheet>
    </Page>
  );
}
