import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Lines, Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';
import { SettingsForm } from './SettingsForm';
import { settingsQuery } from './queries';

export function AccountTab() {
  const query = useQuery(settingsQuery);
  return (
    <Sheet>
      <Loaded query={query} skeleton={<Lines count={10} />}>
        {(settings) => (
          <Stack maw={640}>
            <SettingsForm settings={settings} onReload={() => query.refetch()} />
          </Stack>
        )}
      </Loaded>
    </Sheet>
  );
}
