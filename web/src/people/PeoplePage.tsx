import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Group } from '@mantine/core';
import { IconPlus, IconUpload } from '@tabler/icons-react';
import { itemsOf } from '@/api/queries';
import type { PersonItem } from '@/api/schema';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { inForce } from '@/parts/Filters';
import { Name } from '@/parts/Name';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { tagOf } from '@/parts/words';
import { useMay } from '@/session/me';
import { PeopleFilters } from './PeopleFilters';
import { PersonDrawer } from './PersonDrawer';
import { peopleQuery } from './queries';
import { STATUS } from './words';

const route = getRouteApi('/signed-in/people');

const COLUMNS: Column<PersonItem>[] = [
  {
    id: 'name',
    header: 'Name',
    render: (person) => (
      <Anchor from="/people" to="/people" search={(all) => ({ ...all, open: person.id })}>
        <Name of={person.name} />
      </Anchor>
    ),
  },
  { id: 'email', header: 'E-mail', render: (person) => person.email ?? '–' },
  {
    id: 'roles',
    header: 'Roles',
    render: (person) =>
      person.kind === 'bot' ? 'Bot' : person.roles.map((role) => role.name).join(', ') || 'No role',
  },
  { id: 'team', header: 'Team', render: (person) => person.team?.name ?? '–' },
  { id: 'manager', header: 'Manager', render: (person) => person.manager?.name ?? '–' },
  {
    id: 'groups',
    header: 'Groups',
    hidden: true,
    render: (person) => person.groups.map((group) => group.name).join(', ') || '–',
  },
  {
    id: 'references',
    header: 'Agent references',
    hidden: true,
    render: (person) => person.agent_references.join(', ') || '–',
  },
  { id: 'reports', header: 'Reports', hidden: true, align: 'right', render: (person) => person.reports },
  {
    id: 'status',
    header: 'Status',
    render: ({ status }) => <Tag tone={tagOf(STATUS, status).tone}>{tagOf(STATUS, status).word}</Tag>,
  },
];

export function PeoplePage() {
  const { open, ...filters } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const query = useInfiniteQuery(peopleQuery(filters));
  const show = (id: string | undefined) => void navigate({ search: (all) => ({ ...all, open: id }) });
  const manages = may('people.manage');
  const filtered = inForce(...Object.values(filters)) > 0;

  return (
    <Page
      title="People"
      actions={
        <>
          {may('coaching.manage') && (
            <LinkButton
              to="/people/shifts"
              variant="default"
              leftSection={<IconUpload size={16} aria-hidden />}
            >
              Import shifts
            </LinkButton>
          )}
          {manages && (
            <>
              <LinkButton
                to="/people/imports"
                variant="default"
                leftSection={<IconUpload size={16} aria-hidden />}
              >
                Import from a file
              </LinkButton>
              <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => show('new')}>
                Add a person
              </Button>
            </>
          )}
        </>
      }
    >
      <PeopleFilters
        filters={filters}
        onChange={(changed) => void navigate({ search: (all) => ({ ...all, ...changed }), replace: true })}
      />
      {query.error && !query.data ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Sheet pad={false}>
          <DataTable
            name="People"
            id="people"
            columns={COLUMNS}
            rows={itemsOf(query)}
            rowKey={(person) => person.id}
            openKey={open}
            onOpen={(person) => show(person.id)}
            more={query}
            loading={query.isPending}
            empty={
              filtered ? (
                <Empty
                  title="Nobody fits these filters"
                  action={
                    <Group mt="md">
                      <Button variant="default" onClick={() => void navigate({ search: {} })}>
                        Show everybody
                      </Button>
                    </Group>
                  }
                >
                  A name is found by how it begins, an e-mail address only as a whole.
                </Empty>
              ) : (
                <Empty title="Nobody reports to you yet">
                  You see people once they are below you in the reporting line.
                </Empty>
              )
            }
          />
        </Sheet>
      )}
      <PersonDrawer open={open} onOpen={show} />
    </Page>
  );
}
