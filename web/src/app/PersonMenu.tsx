import { Avatar, Group, Menu, Skeleton, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconBell, IconCalendar, IconLogout, IconUser } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { late } from '@/parts/late';
import { Name } from '@/parts/Name';
import { useMe } from '@/session/me';
import { useLeave } from '@/session/leave';

const ThemeChoice = late(
  () => import('./ThemeChoice').then((all) => all.ThemeChoice),
  <Skeleton h={30} mb="xs" />,
);

/** Who is signed in, the theme, and the way out. */
export function PersonMenu() {
  const { person, roles } = useMe();
  const navigate = useNavigate();
  const leave = useLeave();
  return (
    <Menu position="bottom-end" width={264} withArrow shadow="md">
      <Menu.Target>
        <UnstyledButton>
          <VisuallyHidden>
            <Name of={person.name} />: account menu
          </VisuallyHidden>
          <Group gap="xs" wrap="nowrap" aria-hidden>
            <Avatar size={32} radius="xl" name={person.name} color="petrol" />
            <Text size="sm" visibleFrom="sm">
              <Name of={person.name} />
            </Text>
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{roles.map((role) => role.name).join(', ') || 'No role'}</Menu.Label>
        <Menu.Item
          leftSection={<IconUser size={16} aria-hidden />}
          onClick={() => void navigate({ to: '/people/$personId', params: { personId: person.id } })}
        >
          My profile
        </Menu.Item>
        <Menu.Item
          leftSection={<IconBell size={16} aria-hidden />}
          onClick={() => void navigate({ to: '/preferences' })}
        >
          What you hear of
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCalendar size={16} aria-hidden />}
          onClick={() => void navigate({ to: '/calendar' })}
        >
          Your calendar
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        <ThemeChoice />
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
