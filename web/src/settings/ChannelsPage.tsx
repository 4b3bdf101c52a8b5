import { getRouteApi } from '@tanstack/react-router';
import { Empty } from '@/parts/Empty';
import { Page } from '@/parts/Page';
import { useMay } from '@/session/me';
import { ChannelsTab } from './ChannelsTab';

const route = getRouteApi('/signed-in/setup/channels');

/** Where notices go outside of Debrief, and how each of these channels gets on: to those who may settle it. */
export function ChannelsPage() {
  const { open } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  return (
    <Page title="Channels" subtitle="Where people are told, beside Debrief itself">
      {may('settings.manage') ? (
        <ChannelsTab open={open} onOpen={(id) => void navigate({ search: { open: id } })} />
      ) : (
        <Empty title="You can’t look at channels here">Ask an administrator.</Empty>
      )}
    </Page>
  );
}
