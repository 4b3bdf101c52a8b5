import { getRouteApi } from '@tanstack/react-router';
import { Empty } from '@/parts/Empty';
import { Page } from '@/parts/Page';
import { useMay } from '@/session/me';
import { IndicatorsTab } from './IndicatorsTab';

const route = getRouteApi('/signed-in/setup/indicators');

/** Words that conversations are found by: to those who may settle it. */
export function IndicatorsPage() {
  const { open } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  return (
    <Page title="Indicators" subtitle="Words that conversations are found by">
      {may('settings.manage') ? (
        <IndicatorsTab open={open} onOpen={(id) => void navigate({ search: { open: id } })} />
      ) : (
        <Empty title="You can’t look at indicators here">Ask an administrator.</Empty>
      )}
    </Page>
  );
}
