import { Group, Pill, Select, Stack, Tabs, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { itemsOf } from '@/api/queries';
import type { HeldCounts, HoldCode, IntakeStatus } from '@/api/schema';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { DataTable } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { count } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { tagOf } from '@/parts/words';
import { useMay } from '@/session/me';
import { useTypedFilter } from '@/parts/useTypedFilter';
import { STATUSES } from './addresses';
import { BatchProgress } from './BatchProgress';
import { itemColumns } from './itemColumns';
import { ItemDrawer } from './ItemDrawer';
import { ManyBar } from './ManyBar';
import { heldCountQuery } from './held';
import { LIVE_MS, intakeQuery, type Narrowed } from './queries';
import { useTicks, type Ticks } from './ticks';
import { Uploads } from './Uploads';
import { REASON_WORDS, STATUS_WORDS, once } from './words';

const route = getRouteApi('/signed-in/conversations/intake');

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
  const { status = 'held', reason, given, q, batch, open } = route.useSearch();
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
          <LinkButton to="/conversations/intake/sources" variant="default">
            Sources
          </LinkButton>
          <LinkButton to="/conversations/intake/name-patterns" variant="default">
            Names of files
          </LinkButton>
          <LinkButton to="/conversations/intake/batches" variant="default">
            Answers for many
          </LinkButton>
          <LinkButton to="/conversations/intake/names" variant="default">
            Known names
          </LinkButton>
          <LinkButton to="/conversations/intake/imports" variant="default">
            Bulk imports
          </LinkButton>
        </>
      }
    >
      {may('intake.manage') && <Uploads onWatch={setWatching} />}
      {batch && (
        <BatchProgress
          key={batch}
          id={batch}
          onClose={() => void navigate({ search: (before) => ({ ...before, batch: undefined }) })}
          onBegun={(id) => void navigate({ search: (before) => ({ ...before, batch: id }) })}
        />
      )}
      <Tabs
        value={status}
        keepMounted={false}
        onChange={(value) =>
          void navigate({ search: { status: STATUSES.find((each) => each === value), batch } })
        }
      >
        <Tabs.List>
          {STATUSES.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {tagOf(STATUS_WORDS, each).word}
              {(each === 'held' || each === 'failed') && held.data?.[each]
                ? ` (${count(held.data[each])})`
                : ''}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={status} pt="md">
          {status === 'loaded' ? (
            <Loaded />
          ) : (
            <Stack gap="sm">
              {status !== 'processing' && (
                <Narrowing
                  key={status}
                  status={status}
                  narrowed={{ reason, given, q }}
                  counts={held.data}
                  onChange={(by) => void navigate({ search: { status, batch, ...by } })}
                />
              )}
              <Listed
                key={`list ${status}`}
                status={status}
                narrowed={
                  status === 'held' ? { reason, given, q } : { q: status === 'processing' ? undefined : q }
                }
                counts={held.data}
                open={open}
                live={watching || status === 'processing'}
                onOpen={(id) => void navigate({ search: (before) => ({ ...before, open: id }) })}
                onBegun={(id) => void navigate({ search: (before) => ({ ...before, batch: id }) })}
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

/** What is looked for, and for which reason it is held. */
function Narrowing({
  status,
  narrowed,
  counts,
  onChange,
}: {
  status: IntakeStatus;
  narrowed: Narrowed;
  counts: HeldCounts | undefined;
  onChange: (narrowed: Narrowed) => void;
}) {
  const { reason, given, q } = narrowed;
  const [typed, setTyped] = useState(q ?? '');
  // A link and the back button change the address from outside; what is being typed comes back the same.
  const [address, setAddress] = useState(q);
  if (address !== q) {
    setAddress(q);
    if (typed.trim() !== (q ?? '')) setTyped(q ?? '');
  }
  const search = useTypedFilter((text) => onChange({ ...narrowed, q: text.trim() || undefined }));
  return (
    <Group align="flex-end" gap="sm" role="search" aria-label="Items of the intake">
      <TextInput
        label="Look for"
        type="search"
        placeholder="Beginning of a file, contact, agent or queue"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        w={{ base: '100%', xs: 340 }}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
      />
      {status === 'held' && (
        <Select
          label="Held for"
          placeholder="Every reason"
          data={Object.entries(REASON_WORDS).map(([value, label]) => ({
            value,
            label: labelled(label, counts?.reasons[value]),
          }))}
          value={reason ?? null}
          clearable
          searchable
          w={{ base: '100%', xs: 320 }}
          onChange={(value) => onChange({ q, given: undefined, reason: isReason(value) ? value : undefined })}
        />
      )}
      {status === 'held' && given && (
        <Pill
          size="lg"
          withRemoveButton
          removeButtonProps={{ 'aria-label': `Not only “${given}”`, tabIndex: 0 }}
          onRemove={() => onChange({ ...narrowed, given: undefined })}
        >
          {given}
        </Pill>
      )}
    </Group>
  );
}

function labelled(word: string, number: number | undefined): string {
  return number ? `${word} (${count(number)})` : word;
}

interface ItemsProps {
  status: Exclude<IntakeStatus, 'loaded'>;
  narrowed: Narrowed;
  counts: HeldCounts | undefined;
  open: string | undefined;
  live: boolean;
  onOpen: (id: string) => void;
  onBegun: (batchId: string) => void;
}

/** The items of a status. What is ticked stays so whatever is looked for. */
function Listed(props: ItemsProps) {
  const { reason, given, q } = props.narrowed;
  const ticks = useTicks(props.status);
  return <Items key={`${reason ?? ''} ${given ?? ''} ${q ?? ''}`} ticks={ticks} {...props} />;
}

function Items({
  status,
  narrowed,
  counts,
  open,
  live,
  onOpen,
  onBegun,
  ticks,
}: ItemsProps & { ticks: Ticks }) {
  const { reason, given, q } = narrowed;
  const query = useInfiniteQuery({
    ...intakeQuery(status, narrowed),
    refetchInterval: live ? LIVE_MS : false,
  });
  const rows = once(itemsOf(query));
  const { ticked } = ticks;
  const [all, setAll] = useState(false);
  if (query.error && rows.length === 0)
    return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  const many = status === 'held' || status === 'failed' ? status : null;
  const none = () => {
    ticks.none();
    setAll(false);
  };
  // All of them, whether they are on the page or not: only where that is one reason, or all that failed.
  const whole = q === undefined && (status === 'failed' || reason !== undefined);
  const number = given ? undefined : status === 'failed' ? counts?.failed : reason && counts?.reasons[reason];
  const chosen = Object.values(ticked);
  return (
    <>
      {many && (chosen.length > 0 || all || (whole && rows.length > 0)) && (
        <ManyBar
          meant={{
            status: many,
            ticked: all ? rows : chosen,
            all,
            count: number ?? undefined,
            reason,
            given,
          }}
          onAll={whole ? setAll : undefined}
          onClear={none}
          onBegun={({ id }) => onBegun(id)}
        />
      )}
      <Sheet pad={false}>
        <DataTable
          name={`${tagOf(STATUS_WORDS, status).word} items`}
          id={`intake-${status}`}
          columns={itemColumns(
            status,
            rows,
            many
              ? {
                  has: (id) => all || id in ticked,
                  set: (row, on) => {
                    setAll(false);
                    ticks.set(row, on);
                  },
                }
              : undefined,
          )}
          rows={rows}
          rowKey={({ id }) => id}
          openKey={open}
          onOpen={({ id }) => onOpen(id)}
          more={query}
          loading={query.isPending}
          empty={
            q ? (
              <Empty title="Nothing begins so">
                What is looked for is how the name of a file, a contact reference, an agent or a queue begins.
              </Empty>
            ) : reason ? (
              <Empty title="Nothing is held for this reason" />
            ) : (
              <Empty title={NOTHING[status].title}>{NOTHING[status].why}</Empty>
            )
          }
        />
      </Sheet>
    </>
  );
}

function Loaded() {
  return (
    <Sheet>
      <Group gap={4}>
        <Text size="sm">What was loaded is found among the</Text>
        <Anchor to="/conversations" size="sm" underline="always">
          interactions
        </Anchor>
      </Group>
    </Sheet>
  );
}
