import { Group, Stack, Text } from '@mantine/core';
import type { PersonItem } from '@/api/schema';

/** Who somebody is, for those who may look and not edit. */
export function PersonFacts({ person }: { person: PersonItem }) {
  const facts: [string, string][] = [
    ['E-mail', person.email ?? ''],
    ['Roles', names(person.roles)],
    ['Team', person.team?.name ?? ''],
    ['Groups', names(person.groups)],
    ['Manager', person.manager?.name ?? ''],
    ['Agent references', person.agent_references.join(', ')],
  ];
  return (
    <Stack component="dl" gap="xs" m={0}>
      {facts
        .filter(([, value]) => value)
        .map(([term, value]) => (
          <Group key={term} gap="md" wrap="nowrap" align="baseline">
            <Text component="dt" size="sm" c="dimmed" w={136} style={{ flexShrink: 0 }}>
              {term}
            </Text>
            <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }}>
              {value}
            </Text>
          </Group>
        ))}
    </Stack>
  );
}

function names(of: { name: string }[]): string {
  return of.map((each) => each.name).join(', ');
}
