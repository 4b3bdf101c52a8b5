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
import { sayWaiting, waitingQuery } from '@/flags/waiting';
import { heldCountQuery } from '@/intake/held';
import { count } from '@/parts/numbers';
import { useMe } from '@/session/me';
import { placeAt, placesOf, wayTo, type Tab } from './plan';

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
            rightSection={<Waiting tabs={place.tabs} />}
            styles={{ root: { borderRadius: 'var(--mantine-radius-md)' } }}
          />
        );
      })}
    </>
  );
}

/** How much waits behind these tabs for somebody to act. */
export function Waiting({ tabs }: { tabs: Tab[] }) {
  const kinds = tabs.map(({ waits }) => waits);
  if (kinds.includes('held')) return <HeldCount />;
  const queues = (['compliance', 'quality'] as const).filter((each) => kinds.includes(each));
  return queues.length > 0 ? <FlagCount queues={queues} /> : null;
}

/** How many conversations wait in the intake for what they lack. */
function HeldCount() {
  const { data } = useQuery(heldCountQuery);
  return data?.held ? <Count of="held">{count(data.held)}</Count> : null;
}

/** How many open flags the signed-in person has in these queues. */
function FlagCount({ queues }: { queues: ('compliance' | 'quality')[] }) {
  const { data } = useQuery(waitingQuery);
  const found = data ? sayWaiting(...queues.map((queue) => data[queue])) : '0';
  return found === '0' ? null : <Count of="open">{found}</Count>;
}

function Count({ children, of }: { children: string; of: string }) {
  return (
    <Badge size="sm" variant="filled" color="petrol" circle={children.length < 2}>
      {children}
      <VisuallyHidden> {of}</VisuallyHidden>
    </Badge>
  );
}
