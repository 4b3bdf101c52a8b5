import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { itemsOf } from '@/api/queries';
import type { PersonItem } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Name } from '@/parts/Name';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { directReportsQuery } from './queries';

const COLUMNS: Column<PersonItem>[] = [
  {
    id: 'name',
    header: 'Name',
    render: (person) => (
      <Anchor to="/people/$personId" params={{ personId: person.id }} inherit>
        <Name of={person.name} />
      </Anchor>
    ),
  },
  { id: 'team', header: 'Team', render: (person) => person.team?.name ?? '–' },
  { id: 'roles', header: 'Role', render: (person) => person.roles.map((role) => role.name).join(', ') },
];

/** Those who report to somebody directly. */
export function DirectReports({ person }: { person: PersonItem }) {
  const query = useInfiniteQuery(directReportsQuery(person.id));
  const navigate = useNavigate();
  return (
    <Sheet title="Direct reports" pad={false}>
      {query.error && !query.data ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          name="Direct reports"
          id="direct-reports"
          columns={COLUMNS}
          rows={itemsOf(query)}
          rowKey={(each) => each.id}
          onOpen={(each) => void navigate({ to: '/people/$personId', params: { personId: each.id } })}
          loading={query.isPending}
          more={query}
          empty={<Empty title="Nobody reports to them" />}
        />
      )}
    </Sheet>
  );
}
