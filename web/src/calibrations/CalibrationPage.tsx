import { Alert, Button, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { CalibrationView } from '@/api/schema';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { confirm } from '@/parts/confirm';
import { DateField } from '@/parts/DateField';
import { Facts } from '@/parts/Facts';
import { useFollowing } from '@/parts/focus';
import { Heading } from '@/parts/Heading';
import { Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { counted } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { dayOf, instantAt } from '@/parts/times';
import { useIntention } from '@/parts/useIntention';
import { Until, When } from '@/parts/When';
import { useMe, useTimeZone } from '@/session/me';
import { ExchangeForm } from './ExchangeForm';
import { Progress, Standing } from './Progress';
import { calibrationQuery, resultsQuery, useChange, useClose, useDelete } from './queries';
import { Results } from './Results';

const route = getRouteApi('/signed-in/evaluations/calibrations/$calibrationId');

/** A calibration: how far it is while it is active, and what it came to once it is closed. */
export function CalibrationPage() {
  const { calibrationId } = route.useParams();
  const query = useQuery(calibrationQuery(calibrationId));
  const above = [
    <Anchor key="list" to="/evaluations/calibrations">
      Calibrations
    </Anchor>,
  ];
  return (
    <Page
      title={query.data?.name ?? 'Calibration'}
      above={above}
      subtitle={query.data && <Standing of={query.data} />}
      actions={query.data && <Acts calibration={query.data} />}
    >
      <Loaded query={query}>{(calibration) => <Opened calibration={calibration} />}</Loaded>
    </Page>
  );
}

function Opened({ calibration }: { calibration: CalibrationView }) {
  const closed = calibration.status === 'closed';
  return (
    <Stack gap="md">
      {!closed && (
        <Alert
          variant="default"
          icon={<IconEyeOff size={18} aria-hidden />}
          title="Nobody sees the answers yet"
        >
          They open to everybody who takes part once all have handed in, or it is closed.
        </Alert>
      )}
      <Sheet title="What is assessed">
        <Facts
          facts={[
            [
              'Conversation',
              <Anchor
                key="conversation"
                to="/conversations/$interactionId"
                params={{ interactionId: calibration.interaction_id }}
              >
                <Heading of={{ ...calibration, at: calibration.interaction_started_at }} />
              </Anchor>,
            ],
            ['Agent', <Name key="agent" of={calibration.agent_name} />],
            ['Scorecard', `${calibration.scorecard_name}, version ${calibration.scorecard_version}`],
            ['Begun', <Begun key="begun" of={calibration} />],
            ['Due', calibration.due_at ? <Until key="due" at={calibration.due_at} due /> : 'No day'],
            ...(calibration.closed_at
              ? ([['Closed', <Ended key="closed" of={calibration} />]] as const)
              : []),
          ].map(([name, value]) => [name as string, value])}
        />
      </Sheet>
      <Sheet title="Assessors" actions={<Progress of={calibration} />}>
        <Assessors calibration={calibration} />
      </Sheet>
      {calibration.actions.includes('edit') && <Edit key={calibration.id} calibration={calibration} />}
      {closed && <Told calibration={calibration} />}
    </Stack>
  );
}

function Told({ calibration }: { calibration: CalibrationView }) {
  const results = useQuery(resultsQuery(calibration.id));
  return <Loaded query={results}>{(found) => <Results calibration={calibration} results={found} />}</Loaded>;
}

const Begun = ({ of }: { of: CalibrationView }) => (
  <>
    <When at={of.created_at} /> by <Name of={of.created_by_name || 'somebody'} />
  </>
);

const Ended = ({ of }: { of: CalibrationView }) => (
  <>
    {of.closed_at && <When at={of.closed_at} />}
    {of.closed_by_name === null ? ', when the last had handed in' : ` by ${of.closed_by_name || 'somebody'}`}
  </>
);

function Assessors({ calibration }: { calibration: CalibrationView }) {
  const { person } = useMe();
  const others = calibration.assessor_count - calibration.assessors.length;
  const [exchanging, setExchanging] = useState<string | null>(null);
  const leaves = calibration.assessors.find(({ user_id }) => user_id === exchanging);
  return (
    <Stack gap="xs">
      <Table fz="sm" aria-label="Assessors">
        <Table.Tbody>
          {calibration.assessors.map((each) => (
            <Table.Tr key={each.user_id}>
              <Table.Th scope="row" fw={500}>
                {each.user_id === person.id ? 'You' : each.name} {each.expert && <Tag>Expert</Tag>}
              </Table.Th>
              <Table.Td ta="right">
                {each.handed_in ? (
                  <Tag tone="good">Handed in</Tag>
                ) : (
                  <Tag>{calibration.status === 'closed' ? 'Not handed in' : 'Not yet'}</Tag>
                )}
              </Table.Td>
              {calibration.actions.includes('edit') && (
                <Table.Td ta="right">
                  {!each.handed_in && (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      aria-label={`Exchange ${each.name}`}
                      onClick={() => setExchanging(each.user_id)}
                    >
                      Exchange
                    </Button>
                  )}
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {leaves && !leaves.handed_in && (
        <ExchangeForm
          key={leaves.user_id}
          calibration={calibration}
          leaves={leaves}
          onDone={() => setExchanging(null)}
        />
      )}
      {others > 0 && (
        <Text size="sm" c="dimmed">
          And {counted(others, 'other')}; who they are is told once it is closed.
        </Text>
      )}
    </Stack>
  );
}

function Acts({ calibration }: { calibration: CalibrationView }) {
  const { person } = useMe();
  const navigate = useNavigate();
  const keyOf = useIntention();
  const close = useClose(calibration.id);
  const remove = useDelete(calibration, () => void navigate({ to: '/evaluations/calibrations' }));
  // Once it is closed there is nothing to press any more.
  const follow = useFollowing(`${close.isPending} ${calibration.status}`, () =>
    close.isPending ? null : document.querySelector('h1'),
  );
  const own = calibration.assessors.find(({ user_id }) => user_id === person.id)?.evaluation_id;
  const may = (action: string) => calibration.actions.includes(action);
  const error = close.error ?? remove.error;
  return (
    <>
      {may('answer') && own && (
        <LinkButton to="/evaluations/$evaluationId" params={{ evaluationId: own }}>
          Assess the conversation
        </LinkButton>
      )}
      {may('close') && (
        <Button
          variant="default"
          loading={close.isPending}
          onClick={() =>
            confirm({
              title: 'Close the calibration?',
              label: 'Close',
              children: `What ${counted(calibration.handed_in, 'assessor')} handed in opens to everybody who takes part. Nothing more can be answered.`,
              onConfirm: () => {
                follow();
                close.mutate(keyOf([calibration.id, calibration.revision]));
              },
            })
          }
        >
          Close
        </Button>
      )}
      {may('delete') && (
        <Button
          variant="default"
          loading={remove.isPending}
          onClick={() =>
            confirm({
              title: 'Delete the calibration?',
              label: 'Delete',
              children: 'All that was answered in it goes with it. This can’t be taken back.',
              onConfirm: () => remove.mutate(),
            })
          }
        >
          Delete
        </Button>
      )}
      {error && <ProblemNotice error={error} changing />}
    </>
  );
}

/** Its name and day, while it is active. What is being written stays when somebody hands in meanwhile. */
function Edit({ calibration }: { calibration: CalibrationView }) {
  const zone = useTimeZone();
  const change = useChange(calibration);
  const before = calibration.due_at ? dayOf(calibration.due_at, zone) : null;
  const [typed, setName] = useState<string>();
  const [chosen, setDue] = useState<string | null>();
  const name = typed ?? calibration.name;
  const due = chosen === undefined ? before : chosen;
  const changed = name.trim() !== calibration.name || due !== before;
  return (
    <Sheet title="Name and day">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(
            {
              name: name.trim(),
              ...(due !== before && { due_at: due && instantAt(`${due}T23:59`, zone) }),
            },
            {
              onSuccess: () => {
                setName(undefined);
                setDue(undefined);
              },
            },
          );
        }}
      >
        <Group align="flex-end" gap="md">
          <TextInput
            label="Name"
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            style={{ flex: '1 1 220px' }}
          />
          <DateField label="Due" min={dayOf(new Date(), zone)} value={due} onChange={setDue} />
          <Button
            type="submit"
            variant="default"
            disabled={!changed || !name.trim()}
            loading={change.isPending}
          >
            Save
          </Button>
        </Group>
        {change.error && <ProblemNotice error={change.error} changing />}
      </form>
    </Sheet>
  );
}
