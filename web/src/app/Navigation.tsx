import { Badge, NavLink, VisuallyHidden, type NavLinkProps } from '@mantine/core';
import {
  IconChartBar,
  IconChecklist,
  IconFlag,
  IconHome,
  IconMessages,
  IconSettings,
  IconUsers,
  IconUsersGroup,
  type TablerIcon,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createLink, useRouterState } from '@tanstack/react-router';
import { forwardRef, type AnchorHTMLAttributes } from 'react';
import { heldCountQuery } from '@/intake/held';
import { count } from '@/parts/numbers';
import { useMe } from '@/session/me';
import { placeAt, placesOf, wayTo } from './plan';

const ICONS: Record<string, TablerIcon> = {
  home: IconHome,
  conversations: IconMessages,
  evaluations: IconChecklist,
  flags: IconFlag,
  coaching: IconUsers,
  performance: IconChartBar,
  people: IconUsersGroup,
  setup: IconSettings,
};

type Plain = NavLinkProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof NavLinkProps>;

const Item = createLink(
  forwardRef<HTMLAnchorElement, Plain>(function Item(props, ref) {
    // The page itself is named by its tab, or is one thing of the place.
    return <NavLink component="a" ref={ref} {...props} aria-current={props.active ? 'true' : undefined} />;
  }),
);

/** The places that the signed-in person has, in words; a count only where somebody has to act. */
export function Navigation() {
  const places = placesOf(useMe());
  const path = useRouterState({ select: (state) => state.location.pathname });
  const here = placeAt(places, path);
  return (
    <>
      {places.map((place) => {
        const Icon = ICONS[place.name] ?? IconHome;
        return (
          <Item
            key={place.name}
            to={wayTo(place)}
            label={place.label}
            active={place.name === here?.name}
            leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
            rightSection={place.tabs.some(({ waits }) => waits === 'held') ? <HeldCount /> : undefined}
            styles={{ root: { borderRadius: 'var(--mantine-radius-md)' } }}
          />
        );
      })}
    </>
  );
}

/** How many conversations wait in the intake for what they lack. */
export function HeldCount() {
  const { data } = useQuery(heldCountQuery);
  if (!data?.held) return null;
  return (
    <Badge size="sm" variant="filled" color="petrol" circle={data.held < 10}>
      {count(data.held)}
      <VisuallyHidden> held</VisuallyHidden>
    </Badge>
  );
}
