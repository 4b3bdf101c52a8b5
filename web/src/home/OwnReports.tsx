import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Anchor } from '@/parts/Anchor';
import { Lines, Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';
import { When } from '@/parts/When';
import { useMe } from '@/session/me';
import { ownReportsQuery } from './queries';

const FEW = 3;

/** The AI performance reports that were shared with one, and those that one made. */
export function OwnReports() {
  const { person } = useMe();
  const query = useQuery(ownReportsQuery(person.id));
  return (
    <Sheet
      title="AI performance reports"
      actions={
        <Anchor to="/people/$personId" params={{ personId: person.id }} search={{ tab: 'reports' }} size="sm">
          All of them
        </Anchor>
      }
    >
      <Loaded query={query} skeleton={<Lines count={2} />}>
        {(reports) =>
          reports.length > 0 ? (
            <Stack
              component="ul"
              aria-label="AI performance reports"
              gap="sm"
              p={0}
              m={0}
              style={{ listStyle: 'none' }}
            >
              {reports.slice(0, FEW).map((report) => (
                <li key={report.id}>
                  <Anchor
                    to="/people/$personId"
                    params={{ personId: person.id }}
                    search={{ tab: 'reports', report: report.id }}
                  >
                    {report.period_label}
                  </Anchor>
                  <Text size="sm" c="dimmed">
                    {report.requested_by === person.id ? 'By you' : `Shared by ${report.requested_by_name}`},{' '}
                    <When at={report.created_at} />
                  </Text>
                </li>
              ))}
            </Stack>
          ) : (
            <Text size="sm" c="dimmed">
              None is shared with you yet. You can make one for yourself.
            </Text>
          )
        }
      </Loaded>
    </Sheet>
  );
}
