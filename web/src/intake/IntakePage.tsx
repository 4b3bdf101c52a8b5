import { Group, Select, Stack, Tabs, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { itemsOf } from '@/api/queries';
import type { HoldCode, IntakeStatus } from '@/api/schema';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { DataTable } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useMay } from '@/session/me';
import { STATUSES } from './addresses';
import { itemColumns } from './itemColumns';
import { ItemDrawer } from './ItemDrawer';
import { LIVE_MS, heldCountQuery, intakeQuery } from './queries';
import { Uploads } from './Uploads';
import { REASON_WORDS, STATUS_WORDS, once } from './words';

const route = getRouteApi('/signed-in/intake');

const NOTHING: Record<Exclude<IntakeStatus, 'loaded'>, { title: string; why: string }> = {
  held: { title: 'Nothing is held', why: 'What came in had everything that it needs.' },
  processing: {
    title: 'Nothing is on its way',
    why: 'What comes in stands here while it is read and analysed.',
  },
  dismissed: {
    title: 'Nothing is dismissed',
    why: 'What is not to be taken in stands here, and can be taken back.',
  },
  failed: { title: 'Nothing failed', why: 'What could not be processed stands here and can be tried again.' },
};

/** What came in from the telephony systems: what is held and why, and what is handed in by hand. */
export function IntakePage() {
  const { status = 'held', reason, open } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay();
  const held = useQuery({ ...heldCountQuery, enabled: may('intake.manage') });
  // Something was handed in just now: what becomes of it shows by itself.
  const [watching, setWatching] = useState(false);
  return (
    <Page
      title="Intake"
      subtitle="Conversations on their way in. What lacks something is held until it is filled in; nothing is lost."
      actions={
        <>
          <LinkButton to="/intake/sources" variant="default">
            Sources
          </LinkButton>
          <LinkButton to="/intake/imports" variant="default">
            Bulk imports
          </LinkButton>
        </>
      }
    >
      {may('intake.manage') && <Uploads onWatch={setWatching} />}
      <Tabs
        value={status}
        keepMounted={false}
        onChange={(value) => void navigate({ search: { status: STATUSES.find((each) => each === value) } })}
      >
        <Tabs.List>
          {STATUSES.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {STATUS_WORDS[each].word}
              {each === 'held' && held.data?.count ? ` (${held.data.count}${held.data.more ? '+' : ''})` : ''}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={status} pt="md">
          {status === 'loaded' ? (
            <Loaded />
          ) : (
            <Stack gap="sm">
              {status === 'held' && (
                <Select
                  label="Held for"
                  placeholder="Every reason"
                  data={Object.entries(REASON_WORDS).map(([value, label]) => ({ value, label }))}
                  value={reason ?? null}
                  clearable
                  searchable
                  maw={320}
                  onChange={(value) =>
                    void navigate({ search: { status, reason: isReason(value) ? value : undefined } })
                  }
                />
              )}
              <Items
                key={`${status} ${reason ?? ''}`}
                status={status}
                reason={status === 'held' ? reason : undefined}
                open={open}
                live={watching || status === 'processing'}
                onOpen={(id) => void navigate({ search: (before) => ({ ...before, open: id }) })}
              />
            </Stack>
          )}
        </Tabs.Panel>
      </Tabs>
      <ItemDrawer
        id={open}
        onClose={() => void navigate({ search: (before) => ({ ...before, open: undefined }) })}
      />
    </Page>
  );
}

function isReason(value: string | null): value is HoldCode {
  return value !== null && value in REASON_WORDS;
}

function Items({
  status,
  reason,
  open,
  live,
  onOpen,
}: {
  status: Exclude<IntakeStatus, 'loaded'>;
  reason: HoldCode | undefined;
  open: string | undefined;
  live: boolean;
  onOpen: (id: string) => void;
}) {
  const query = useInfiniteQuery({ ...intakeQuery(status, reason), refetchInterval: live ? LIVE_MS : false });
  const rows = once(itemsOf(query));
  if (query.error && rows.length === 0)
    return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Sheet pad={false}>
      <DataTable
        name={`${STATUS_WORDS[status].word} items`}
        id={`intake-${status}`}
        columns={itemColumns(status)}
        rows={rows}
        rowKey={({ id }) => id}
        openKey={open}
        onOpen={({ id }) => onOpen(id)}
        more={query}
        loading={query.isPending}
        empty={
          reason ? (
            <Empty title="Nothing is held for this reason" />
          ) : (
            <Empty title={NOTHING[status].title}>{NOTHING[status].why}</Empty>
          )
        }
      />
    </Sheet>
  );
}

function Loaded() {
  return (
    <Sheet>
      <Group gap={4}>
        <Text size="sm">What was loaded is found among the</Text>
        <Anchor to="/interactions" size="sm" underline="always">
          interactions
        </Anchor>
      </Group>
    </Sheet>
  );
}
