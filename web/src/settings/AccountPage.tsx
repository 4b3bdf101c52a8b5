import { Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Empty } from '@/parts/Empty';
import { Page } from '@/parts/Page';
import { useMay } from '@/session/me';
import { AccountTab } from './AccountTab';
import { FlagsTab } from './FlagsTab';
import { GroupsTab } from './GroupsTab';
import { TeamsTab } from './TeamsTab';
import { TABS, type Tab } from './addresses';

const route = getRouteApi('/signed-in/setup/account');

const NAMES: Record<Tab, string> = {
  account: 'Settings',
  flags: 'Features',
  teams: 'Teams',
  groups: 'Groups',
};

/** What holds for the whole account, to those who may settle it. */
export function AccountPage() {
  const { tab, open } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const allowed = TABS.filter((each) =>
    each === 'teams' || each === 'groups' ? may('people.view') : may('settings.manage'),
  );
  const [first] = allowed;
  if (!first) {
    return (
      <Page title="Account">
        <Empty title="You can’t look at the account’s settings">Ask an administrator.</Empty>
      </Page>
    );
  }
  const current = tab && allowed.includes(tab) ? tab : first;
  const shared = {
    open,
    onOpen: (id: string | undefined) => void navigate({ search: (all) => ({ ...all, open: id }) }),
  };
  return (
    <Page title="Account">
      <Tabs
        value={current}
        keepMounted={false}
        onChange={(next) => void navigate({ search: { tab: TABS.find((each) => each === next) } })}
      >
        <Tabs.List mb="lg" aria-label="Parts of the account">
          {allowed.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {NAMES[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="account">
          <AccountTab />
        </Tabs.Panel>
        <Tabs.Panel value="flags">
          <FlagsTab />
        </Tabs.Panel>
        <Tabs.Panel value="teams">
          <TeamsTab {...shared} />
        </Tabs.Panel>
        <Tabs.Panel value="groups">
          <GroupsTab {...shared} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
