import { Badge, NavLink, VisuallyHidden, type NavLinkProps } from '@mantine/core';
import {
  IconChartBar,
  IconChecklist,
  IconClipboardList,
  IconHome,
  IconInbox,
  IconMessages,
  IconSettings,
  IconUsers,
  IconUsersGroup,
  type TablerIcon,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createLink, useRouterState } from '@tanstack/react-router';
import { forwardRef, type AnchorHTMLAttributes } from 'react';
import type { Permission } from '@/api/schema';
import { heldCountQuery } from '@/intake/queries';
import { count } from '@/parts/numbers';
import { useMe } from '@/session/me';

interface Place {
  label: string;
  to: string;
  icon: TablerIcon;
  /** Shown to those who hold one of these; to everybody where there are none. */
  needs: Permission[];
}

const PLACES: Place[] = [
  { label: 'Home', to: '/', icon: IconHome, needs: [] },
  { label: 'Interactions', to: '/interactions', icon: IconMessages, needs: ['interactions.view'] },
  { label: 'Evaluations', to: '/evaluations', icon: IconChecklist, needs: ['evaluations.view'] },
  { label: 'Scorecards', to: '/scorecards', icon: IconClipboardList, needs: ['scorecards.view'] },
  { label: '1-to-1s', to: '/meetings', icon: IconUsers, needs: ['coaching.manage', 'coaching.view_own'] },
  { label: 'Performance', to: '/reports', icon: IconChartBar, needs: ['reports.view'] },
  { label: 'People', to: '/people', icon: IconUsersGroup, needs: ['people.view'] },
  { label: 'Intake', to: '/intake', icon: IconInbox, needs: ['intake.manage'] },
  { label: 'Account', to: '/settings', icon: IconSettings, needs: ['settings.manage', 'people.manage'] },
];

type Plain = NavLinkProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof NavLinkProps>;

const Item = createLink(
  forwardRef<HTMLAnchorElement, Plain>(function Item(props, ref) {
    return <NavLink component="a" ref={ref} {...props} />;
  }),
);

/** The places that the signed-in person has, in words; a count only where somebody has to act. */
export function Navigation() {
  const { permissions } = useMe();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <>
      {PLACES.filter(
        ({ needs }) => needs.length === 0 || needs.some((each) => permissions.includes(each)),
      ).map(({ label, to, icon: Icon }) => (
        <Item
          key={to}
          to={to}
          label={label}
          active={to === '/' ? path === '/' : path.startsWith(to)}
          leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
          rightSection={to === '/intake' ? <HeldCount /> : undefined}
          styles={{ root: { borderRadius: 'var(--mantine-radius-md)' } }}
        />
      ))}
    </>
  );
}

function HeldCount() {
  const { data } = useQuery(heldCountQuery);
  if (!data?.held) return null;
  return (
    <Badge size="sm" variant="filled" color="petrol" circle={data.held < 10}>
      {count(data.held)}
      <VisuallyHidden> held</VisuallyHidden>
    </Badge>
  );
}
