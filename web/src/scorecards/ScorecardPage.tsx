import { Alert, Button, Group, List, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import { useState, type RefObject } from 'react';
import { intention } from '@/api/client';
import type { ScorecardDetail, ScorecardVersion } from '@/api/schema';
import { Foreseen } from '@/forecasts/Foreseen';
import { useWayBack } from '@/forecasts/useWayBack';
import { Anchor } from '@/parts/Anchor';
import { confirm } from '@/parts/confirm';
import { Empty } from '@/parts/Empty';
import { Loaded } from '@/parts/Loaded';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { useTimeZone } from '@/session/me';
import { dayOf, sayDay } from '@/parts/times';
import { toneOf, wordOf } from '@/parts/words';
import { Changes } from './Changes';
import { ExportMenu, ExportOutcome, useExport } from './ExportMenu';
import { placeOf } from './places';
import { changesQuery, scorecardQuery, useStatusChange, versionsQuery } from './queries';
import { STATUS_TONES, STATUS_WORDS } from './words';
import { Content, Rules } from './Version';

const route = getRouteApi('/signed-in/setup/scorecards/$scorecardId');

/** A scorecard to read: what it asks, how it scores, and how it was in earlier versions. */
export function ScorecardPage() {
  const { scorecardId } = route.useParams();
  const query = useQuery(scorecardQuery(scorecardId));
  if (query.data) return <Opened scorecard={query.data} />;
  return (
    <Page title="Scorecard">
      <Loaded query={query}>{() => null}</Loaded>
    </Page>
  );
}

function Opened({ scorecard }: { scorecard: ScorecardDetail }) {
  const { version: asked, compared } = route.useSearch();
  const number = asked ?? scorecard.current_version;
  const several = scorecard.current_version > 1;
  const versions = useQuery({ ...versionsQuery(scorecard.id), enabled: several });
  const current = number === scorecard.current_version;
  const version = current ? scorecard.version : versions.data?.find((each) => each.number === number);
  const exporting = useExport(scorecard, number);
  const change = useChange(scorecard);
  const [publishing, setPublishing] = useState(false);
  const { button, back } = useWayBack();
  return (
    <Page
      title={scorecard.name}
      above={[
        <Anchor key="list" to="/setup/scorecards">
          Scorecards
        </Anchor>,
      ]}
      subtitle={
        <>
          <Tag tone={toneOf(STATUS_TONES, scorecard.status)} mr={8}>
            {wordOf(STATUS_WORDS, scorecard.status)}
          </Tag>
          {scorecard.description}
        </>
      }
      actions={
        <>
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link
                to="/setup/scorecards/$scorecardId/try"
                params={{ scorecardId: scorecard.id }}
                {...props}
              />
            )}
          >
            Preview
          </Button>
          <ExportMenu exporting={exporting} />
          <Actions
            scorecard={scorecard}
            change={change}
            opener={button}
            onPublish={publishing ? undefined : () => setPublishing(true)}
          />
        </>
      }
    >
      <ExportOutcome exporting={exporting} />
      {publishing && scorecard.actions.includes('publish') && (
        <Sheet title="Publish">
          <Foreseen
            plan={{ kind: 'scorecard', scorecard_id: scorecard.id }}
            what="From then on evaluations are made with it."
            go={`Publish version ${scorecard.current_version}`}
            pending={change.pending}
            onGo={() => change.go('publication')}
            onBack={() => {
              setPublishing(false);
              back();
            }}
          />
        </Sheet>
      )}
      {scorecard.open_points.length > 0 && (
        <Alert variant="default" title="Before it can be published">
          <List size="sm">
            {scorecard.open_points.map(({ pointer, message }) => (
              <List.Item key={pointer + message}>
                {placeOf(pointer, scorecard.version)}: {message}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {scorecard.trouble && (
        <Alert variant="default" title="It couldn’t evaluate a conversation">
          <When at={scorecard.trouble.at} />: {scorecard.trouble.problem}.{' '}
          <Anchor
            to="/conversations/$interactionId"
            params={{ interactionId: scorecard.trouble.interaction_id }}
            inherit
            underline="always"
          >
            The conversation
          </Anchor>{' '}
          goes on without it; others may fail alike.
        </Alert>
      )}
      {several && (
        <Group align="flex-end" gap="md">
          <VersionChoice
            versions={versions.data ?? [scorecard.version]}
            number={number}
            current={scorecard.current_version}
          />
          {version && <ComparedChoice versions={versions.data ?? []} number={number} compared={compared} />}
        </Group>
      )}
      {several && version && compared !== undefined && compared !== number && (
        <Compared scorecardId={scorecard.id} earlier={compared} later={number} />
      )}
      {version ? (
        <>
          <Sheet title={`Version ${version.number}`}>
            <Rules version={version} />
          </Sheet>
          <Content version={version} />
        </>
      ) : (
        <Loaded query={versions}>
          {() => (
            <Alert variant="default" title={`There is no version ${number}`}>
              Choose one of the versions above.
            </Alert>
          )}
        </Loaded>
      )}
    </Page>
  );
}

function VersionChoice({
  versions,
  number,
  current,
}: {
  versions: ScorecardVersion[];
  number: number;
  current: number;
}) {
  const navigate = route.useNavigate();
  const zone = useTimeZone();
  const known = versions.some((each) => each.number === number);
  const when = (each: ScorecardVersion) =>
    each.published_at
      ? `, published ${sayDay(dayOf(each.published_at, zone), dayOf(new Date(), zone))}`
      : ', not published';
  return (
    <NativeSelect
      label="Version"
      maw={320}
      value={known ? String(number) : ''}
      onChange={(event) => {
        const chosen = Number(event.currentTarget.value);
        void navigate({
          search: (before) => ({ ...before, version: chosen === current ? undefined : chosen }),
        });
      }}
      data={[
        ...(known ? [] : [{ value: '', label: 'Choose a version', disabled: true }]),
        ...versions.map((each) => ({
          value: String(each.number),
          label: `${each.number}${when(each)}${each.number === current ? ' (current)' : ''}`,
        })),
      ]}
    />
  );
}

function ComparedChoice({
  versions,
  number,
  compared,
}: {
  versions: ScorecardVersion[];
  number: number;
  compared: number | undefined;
}) {
  const navigate = route.useNavigate();
  const others = versions.filter((each) => each.number !== number);
  const known = others.some((each) => each.number === compared);
  return (
    <NativeSelect
      label="Compared with"
      maw={320}
      value={known ? String(compared) : ''}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        void navigate({
          search: (before) => ({ ...before, compared: chosen === '' ? undefined : Number(chosen) }),
        });
      }}
      data={[
        { value: '', label: 'No other version' },
        ...others.map((each) => ({ value: String(each.number), label: `Version ${each.number}` })),
      ]}
    />
  );
}

/** What changed from one version to the one that is shown. */
function Compared({ scorecardId, earlier, later }: { scorecardId: string; earlier: number; later: number }) {
  const query = useQuery(changesQuery(scorecardId, earlier, later));
  return (
    <Sheet title={`From version ${earlier} to version ${later}`} pad={!query.data?.changes.length}>
      <Loaded query={query}>
        {({ changes }) =>
          changes.length ? (
            <Changes changes={changes} name={`Changes from version ${earlier} to version ${later}`} />
          ) : (
            <Empty title="Nothing differs">The two versions say the same.</Empty>
          )
        }
      </Loaded>
    </Sheet>
  );
}

/** Puts a scorecard into force, or out of use. */
function useChange(scorecard: ScorecardDetail) {
  const change = useStatusChange(scorecard.id);
  const [key, setKey] = useState(intention);
  const go = (to: 'publication' | 'archiving') =>
    change.mutate(
      { to, key, of: scorecard },
      {
        onSuccess: () =>
          said(to === 'publication' ? 'The scorecard is in force.' : 'The scorecard is archived.'),
        onSettled: () => setKey(intention()),
      },
    );
  return { go, pending: change.isPending, error: change.error };
}

function Actions({
  scorecard,
  change,
  opener,
  onPublish,
}: {
  scorecard: ScorecardDetail;
  change: ReturnType<typeof useChange>;
  opener: RefObject<HTMLButtonElement | null>;
  /** None while it is being asked. */
  onPublish: (() => void) | undefined;
}) {
  const may = (action: string) => scorecard.actions.includes(action);
  return (
    <>
      {may('edit') && (
        <>
          <Button
            variant="default"
            renderRoot={(props) => (
              <Link to="/setup/scorecards/import" search={{ into: scorecard.id }} {...props} />
            )}
          >
            Import
          </Button>
          <Button
            variant={may('publish') ? 'default' : 'filled'}
            renderRoot={(props) => (
              <Link
                to="/setup/scorecards/$scorecardId/edit"
                params={{ scorecardId: scorecard.id }}
                {...props}
              />
            )}
          >
            Edit
          </Button>
        </>
      )}
      {may('publish') && (
        <Button ref={opener} disabled={scorecard.open_points.length > 0 || !onPublish} onClick={onPublish}>
          {scorecard.status === 'archived' ? 'Publish again' : 'Publish'}
        </Button>
      )}
      {may('archive') && (
        <Button
          variant="default"
          loading={change.pending}
          onClick={() =>
            confirm({
              title: `Archive ${scorecard.name}`,
              label: 'Archive scorecard',
              children: 'No new evaluations are made with it. Those there are stay, in the reports too.',
              onConfirm: () => change.go('archiving'),
            })
          }
        >
          Archive
        </Button>
      )}
      {change.error && <ProblemNotice error={change.error} />}
    </>
  );
}
