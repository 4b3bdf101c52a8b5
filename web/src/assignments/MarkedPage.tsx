import { SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { LinkButton } from '@/parts/Anchor';
import { Page } from '@/parts/Page';
import { MarkedGroups } from './MarkedGroups';
import { MarkedIndividuals } from './MarkedIndividuals';
import { NEW } from './words';

const route = getRouteApi('/signed-in/coaching/marked');

/** Who is marked for coaching: one by one, or in groups that are sent together. */
export function MarkedPage() {
  const { tab, open } = route.useSearch();
  const navigate = route.useNavigate();
  const close = () => void navigate({ search: { tab, open: undefined } });
  return (
    <Page
      title="Marked for coaching"
      subtitle="Agents who were marked during reviews, until each is given an assignment of their own"
      actions={
        <LinkButton
          from="/coaching/marked"
          to="/coaching/marked"
          search={{ tab: 'groups', open: NEW }}
          size="xs"
          leftSection={<IconPlus size={15} aria-hidden />}
        >
          Add new group
        </LinkButton>
      }
    >
      <SegmentedControl
        aria-label="Individuals or groups"
        w="fit-content"
        data={[
          { value: 'individuals', label: 'Individuals' },
          { value: 'groups', label: 'Groups' },
        ]}
        value={tab ?? 'individuals'}
        onChange={(value) =>
          void navigate({ search: { tab: value === 'groups' ? 'groups' : undefined }, replace: true })
        }
      />
      {tab === 'groups' ? (
        <MarkedGroups open={open} onClose={close} />
      ) : (
        <MarkedIndividuals open={open} onClose={close} />
      )}
    </Page>
  );
}
