import { getRouteApi } from '@tanstack/react-router';
import { Empty } from '@/parts/Empty';
import { Page } from '@/parts/Page';
import { useMay } from '@/session/me';
import { RolesTab } from './RolesTab';

const route = getRouteApi('/signed-in/setup/roles');

/** Who may do what, and whose work they see: to those who may settle it. */
export function RolesPage() {
  const { open } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  return (
    <Page title="Roles" subtitle="Who may do what, and whose work they see">
      {may('settings.manage') ? (
        <RolesTab open={open} onOpen={(id) => void navigate({ search: { open: id } })} />
      ) : (
        <Empty title="You can’t look at roles here">Ask an administrator.</Empty>
      )}
    </Page>
  );
}
