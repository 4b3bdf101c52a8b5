import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import type { PersonItem } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Tag } from '@/parts/Tag';
import { useMay } from '@/session/me';
import { lineQuery } from './queries';

/** Who somebody is: roles, where they belong, and to whom they report. */
export function ProfileHead({ person }: { person: PersonItem }) {
  const may = useMay();
  const line = useQuery(lineQuery(person.id));
  const facts = [
    person.team && `Team ${person.team.name}`,
    person.groups.length > 0 &&
      `${person.groups.length === 1 ? 'Group' : 'Groups'} ${person.groups.map((each) => each.name).join(', ')}`,
    person.agent_references.length > 0 && `Agent ID ${person.agent_references.join(', ')}`,
  ].filter(Boolean);
  return (
    <Stack gap={4}>
      <Group gap="xs" style={{ rowGap: 4 }}>
        {person.kind === 'bot' && <Tag tone="accent">Bot</Tag>}
        {person.roles.map((role) => (
          <Tag key={role.id}>{role.name}</Tag>
        ))}
        {person.status === 'inactive' && <Tag tone="watch">Inactive</Tag>}
        <Text span inherit>
          {facts.join(' · ')}
        </Text>
      </Group>
      {(line.data?.length ?? 0) > 0 && (
        <Text inherit>
          Reports to{' '}
          {line.data?.map((above, place) => (
            <Fragment key={above.id}>
              {place > 0 && ' › '}
              <Linked id={above.id} known={may('people.view')}>
                {above.name}
              </Linked>
            </Fragment>
          ))}
        </Text>
      )}
    </Stack>
  );
}

function Linked({ id, known, children }: { id: string; known: boolean; children: ReactNode }) {
  if (!known) return <>{children}</>;
  return (
    <Anchor to="/people/$personId" params={{ personId: id }} inherit>
      {children}
    </Anchor>
  );
}
