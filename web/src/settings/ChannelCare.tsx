import { Button, CopyButton, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { OutsideChannel } from '@/api/schema';
import { Disclosure } from '@/parts/Disclosure';
import { Facts } from '@/parts/Facts';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { When } from '@/parts/When';
import { useNewKey, useRetryChannel, useTestChannel } from './channelQueries';
import { Health } from './ChannelHealth';
import { whyNot } from './channels';

const A_DAY_H = 24;
const A_WEEK_H = 168;

/** How a channel gets on, and what may be done about it: a test, another try, another key. */
export function ChannelCare({ channel }: { channel: OutsideChannel }) {
  const { health, actions } = channel;
  const test = useTestChannel();
  const retry = useRetryChannel();
  return (
    <Stack gap="sm">
      <Facts
        facts={[
          ['Now', <Health key="now" health={health} />],
          ['Sent to', channel.host],
          [
            'Last arrived',
            health.succeeded_at ? <When key="at" at={health.succeeded_at} inherit /> : 'Nothing yet',
          ],
          ...(health.failed_at && health.error
            ? ([
                [
                  'Last failure',
                  <span key="failed">
                    <When at={health.failed_at} inherit />: {whyNot(health.error)}
                  </span>,
                ],
              ] as [string, ReactNode][])
            : []),
        ]}
      />
      <Group gap="xs">
        {actions.includes('test') && (
          <Button
            size="xs"
            variant="default"
            loading={test.isPending}
            onClick={() =>
              test.mutate(channel, {
                onSuccess: () => said('A test is on its way; above it says whether it arrived.'),
              })
            }
          >
            Send a test
          </Button>
        )}
        {actions.includes('retry') && (
          <Button
            size="xs"
            variant="default"
            loading={retry.isPending}
            onClick={() => retry.mutate(channel, { onSuccess: () => said('They are tried again.') })}
          >
            Try again what was given up
          </Button>
        )}
      </Group>
      {(test.error ?? retry.error) && <ProblemNotice error={test.error ?? retry.error} changing />}
      {actions.includes('new_key') && (
        <Disclosure label="Signing key">
          <SigningKey channel={channel} />
        </Disclosure>
      )}
    </Stack>
  );
}

/** A webhook's key, told once when it is made; the one before stays valid for a while. */
function SigningKey({ channel }: { channel: OutsideChannel }) {
  const [hours, setHours] = useState<number>(channel.rotated_at ? A_DAY_H : 0);
  const make = useNewKey();
  const key = make.data?.signing_key;
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        Requests are signed as Standard Webhooks have it, so that the receiver can tell them from anybody
        else’s.
        {channel.overlap_until && channel.overlap_until > new Date().toISOString() && (
          <>
            {' '}
            The key before the present one is valid until <When at={channel.overlap_until} inherit />.
          </>
        )}
      </Text>
      <div aria-live="polite">
        {key && (
          <Stack gap="xs">
            <TextInput
              readOnly
              label="The new key, shown only now"
              value={key}
              onFocus={(event) => event.currentTarget.select()}
            />
            <CopyButton value={key}>
              {({ copied, copy }) => (
                <Group>
                  <Button size="xs" variant="default" onClick={copy}>
                    {copied ? 'Copied' : 'Copy the key'}
                  </Button>
                </Group>
              )}
            </CopyButton>
          </Stack>
        )}
      </div>
      <Group gap="xs" align="flex-end">
        <NumberInput
          label="Hours in which the key before is valid too"
          min={0}
          max={A_WEEK_H}
          allowDecimal={false}
          value={hours}
          onChange={(value) => typeof value === 'number' && setHours(value)}
        />
        <Button variant="default" loading={make.isPending} onClick={() => make.mutate({ channel, hours })}>
          Make a new key
        </Button>
      </Group>
      {make.error && <ProblemNotice error={make.error} changing />}
    </Stack>
  );
}
