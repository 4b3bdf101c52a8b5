import { Alert, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Loaded } from '@/parts/Loaded';
import { Tag } from '@/parts/Tag';
import { tagOf } from '@/parts/words';
import { Access } from './Access';
import { NewPersonForm } from './NewPersonForm';
import { PersonFacts } from './PersonFacts';
import { PersonForm } from './PersonForm';
import { personQuery } from './queries';
import { KIND, STATUS } from './words';

/**
 * A person beside the list: their facts, or the form for those who may edit them; `new` is one who is being added.
 *
 * @param onOpen goes to another person, or with none closes.
 */
export function PersonDrawer({
  open,
  onOpen,
}: {
  open: string | undefined;
  onOpen: (id: string | undefined) => void;
}) {
  const [added, setAdded] = useState<string | null>(null);
  const id = open === 'new' ? undefined : open;
  const query = useQuery({ ...personQuery(id ?? ''), enabled: id !== undefined });
  const person = id ? query.data : undefined;
  return (
    <DetailDrawer
      id={open}
      title={open === 'new' ? 'Add a person' : (person?.name ?? 'Person')}
      {...(id ? { whole: `/people/${id}` } : {})}
      onClose={() => onOpen(undefined)}
      size="lg"
    >
      {open === 'new' && (
        <NewPersonForm
          onAdded={(made) => {
            setAdded(made.id);
            onOpen(made.id);
          }}
        />
      )}
      {id && (
        <Loaded query={query}>
          {(read) => (
            <Stack gap="lg">
              <Group gap="xs">
                <Tag tone={tagOf(STATUS, read.status).tone}>{tagOf(STATUS, read.status).word}</Tag>
                {read.kind === 'bot' && <Tag>{KIND.bot}</Tag>}
                {read.reports > 0 && (
                  <Text size="sm" c="dimmed">
                    {read.reports} {read.reports === 1 ? 'person reports' : 'people report'} to them
                  </Text>
                )}
              </Group>
              {added === read.id && read.actions.includes('invite') && (
                <Alert variant="default" role="status">
                  {read.name} is added. Invite them, so that they can sign in.
                </Alert>
              )}
              {read.actions.includes('edit') ? (
                <PersonForm person={read} onReload={() => query.refetch()} />
              ) : (
                <PersonFacts person={read} />
              )}
              <Access person={read} />
            </Stack>
          )}
        </Loaded>
      )}
    </DetailDrawer>
  );
}
