import { Button, MultiSelect, SegmentedControl, VisuallyHidden } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { Filters, inForce } from '@/parts/Filters';
import { Page, Sheet } from '@/parts/Page';
import { PersonSelect } from '@/parts/PersonSelect';
import { said } from '@/parts/say';
import { wordOf } from '@/parts/words';
import { useMay, useMe } from '@/session/me';
import { STATUSES } from './addresses';
import { MeetingCalendar } from './MeetingCalendar';
import { MeetingDialog } from './MeetingDialog';
import { MeetingLists } from './MeetingTable';
import type { MeetingFilter } from './queries';
import { STATUS_WORDS } from './words';

const route = getRouteApi('/signed-in/coaching/meetings');

/** 1-to-1s as a list or a month: one's own, or those of a person in one's line. */
export function MeetingsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const { person } = useMe();
  const coaches = may('coaching.manage');
  const filter: MeetingFilter = {
    participant_id: search.participant,
    facilitator_id: search.facilitator,
    status: search.status,
  };

  function put(part: Partial<typeof search>) {
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true, resetScroll: false });
  }

  return (
    <Page
      title="1-to-1s"
      subtitle={subtitle(search.participant, search.facilitator, person.id, coaches)}
      actions={
        coaches && (
          <Button
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => void navigate({ search: (before) => ({ ...before, schedule: 'new' }) })}
          >
            Schedule a 1-to-1
          </Button>
        )
      }
    >
      <Filters
        label="Filter 1-to-1s"
        count={inForce(search.participant, search.facilitator, search.status)}
        always={
          <SegmentedControl
            aria-label="Show as"
            data={[
              { value: 'list', label: 'List' },
              { value: 'calendar', label: 'Calendar' },
            ]}
            value={search.view ?? 'list'}
            onChange={(view) => put({ view: view === 'calendar' ? 'calendar' : undefined })}
          />
        }
      >
        {coaches && person.manager && (
          <SegmentedControl
            aria-label="Whose"
            data={[
              { value: 'led', label: 'Led by me' },
              { value: 'mine', label: 'About my work' },
            ]}
            value={whose(search.participant, search.facilitator, person.id)}
            onChange={(to) =>
              put({ participant: to === 'mine' ? person.id : undefined, facilitator: undefined })
            }
          />
        )}
        {coaches && may('people.view') && (
          <>
            <PersonSelect
              label="Participant"
              placeholder="Anyone"
              w={{ base: '100%', xs: 180 }}
              value={search.participant ?? null}
              onChange={(id) => put({ participant: id ?? undefined })}
            />
            <PersonSelect
              label="Facilitator"
              placeholder={search.participant ? 'Anyone' : 'Me'}
              w={{ base: '100%', xs: 180 }}
              value={search.facilitator ?? null}
              onChange={(id) => put({ facilitator: id ?? undefined })}
            />
          </>
        )}
        <MultiSelect
          label="Status"
          placeholder={search.status ? undefined : 'Any'}
          clearable
          w={{ base: '100%', xs: 180 }}
          data={STATUSES.map((value) => ({ value, label: wordOf(STATUS_WORDS, value) }))}
          value={search.status ?? []}
          onChange={(status) =>
            put({ status: status.length > 0 ? STATUSES.filter((each) => status.includes(each)) : undefined })
          }
        />
      </Filters>
      {search.view === 'calendar' ? (
        <MeetingCalendar filter={filter} month={search.month} onMonth={(month) => put({ month })} />
      ) : (
        <Sheet pad={false}>
          <VisuallyHidden component="h2">List</VisuallyHidden>
          <MeetingLists filter={filter} own={!search.participant && !search.facilitator} />
        </Sheet>
      )}
      {search.schedule && coaches && (
        <MeetingDialog
          participant={search.schedule === 'new' ? null : search.schedule}
          onClose={() => put({ schedule: undefined })}
          onDone={(meeting) => {
            said('1-to-1 scheduled');
            void navigate({
              to: '/coaching/meetings/$meetingId',
              params: { meetingId: meeting.id },
              replace: true,
            });
          }}
        />
      )}
    </Page>
  );
}

function whose(participant: string | undefined, facilitator: string | undefined, me: string): string {
  if (!participant && (!facilitator || facilitator === me)) return 'led';
  return participant === me && !facilitator ? 'mine' : '';
}

function subtitle(
  participant: string | undefined,
  facilitator: string | undefined,
  me: string,
  coaches: boolean,
): string {
  if (!coaches || (participant === me && !facilitator)) return 'About your work';
  return (participant ?? facilitator) ? 'Of the people chosen below' : 'Those you facilitate';
}
