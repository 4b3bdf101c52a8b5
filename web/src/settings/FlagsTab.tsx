import { Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FeatureFlagItem } from '@/api/schema';
import { Lines, Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { flagsQuery, useSwitchFlag } from './queries';

const NAMES: Record<string, string> = { feature_ai_coaching: 'AI performance reports' };

/** Parts of Debrief that are switched on and off for everybody. */
export function FlagsTab() {
  const query = useQuery(flagsQuery);
  return (
    <Sheet>
      <Loaded query={query} skeleton={<Lines count={3} />}>
        {(flags) => (
          <Stack gap="lg" maw={640}>
            {flags.map((flag) => (
              <Feature key={flag.name} flag={flag} onReload={() => query.refetch()} />
            ))}
          </Stack>
        )}
      </Loaded>
    </Sheet>
  );
}

function Feature({ flag, onReload }: { flag: FeatureFlagItem; onReload: () => Promise<unknown> }) {
  const toggle = useSwitchFlag();
  return (
    <Stack gap="xs">
      <Switch
        label={NAMES[flag.name] ?? flag.name}
        description={
          <>
            {flag.description}. Off, the console shows nothing of it, and the API doesn’t know it.
            <Text component="span" size="xs" display="block" ff="monospace" mt={4}>
              {flag.name}
            </Text>
          </>
        }
        checked={flag.on}
        disabled={!flag.actions.includes('switch') || toggle.isPending}
        onChange={(event) => toggle.mutate({ flag, on: event.currentTarget.checked })}
      />
      {toggle.error && (
        <ProblemNotice
          error={toggle.error}
          onRetry={() => void onReload().then(() => toggle.reset())}
          retryLabel="Load the latest"
        />
      )}
    </Stack>
  );
}
