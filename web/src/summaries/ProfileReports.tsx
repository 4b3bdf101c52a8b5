import { Button, Group } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { SummaryLine } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Earlier } from '@/parts/Earlier';
import { Empty } from '@/parts/Empty';
import { firstControl, useFollowing } from '@/parts/focus';
import { Name } from '@/parts/Name';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { useFeature, useMe } from '@/session/me';
import { GenerateDialog } from './GenerateDialog';
import { SummaryReader } from './SummaryReader';
import { agentSummariesQuery } from './queries';
import { SCORECARD_TYPES } from './words';

interface Props {
  agentId: string;
  agentName: string;
  /** The report that is slid over the profile; the page keeps it in its address. */
  openId: string | undefined;
  onOpen: (summaryId: string) => void;
  onClose: () => void;
}

/** AI performance reports on an agent's profile, ten a page, newest first. Nothing where the feature is off. */
export function ProfileReports(props: Props) {
  return useFeature('feature_ai_coaching') ? <Reports {...props} /> : null;
}

function Reports({ agentId, agentName, openId, onOpen, onClose }: Props) {
  const { person } = useMe();
  const [cursors, setCursors] = useState<string[]>([]);
  const [asking, setAsking] = useState(false);
  const query = useQuery({
    ...agentSummariesQuery(agentId, cursors.at(-1)),
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.items ?? [];
  const next = query.data?.next_cursor;
  const pages = useRef<HTMLDivElement>(null);
  // At either end, and while a page is read, what was pressed can't be pressed again.
  const follow = useFollowing(`${cursors.length} ${query.isPlaceholderData}`, () =>
    query.isPlaceholderData ? null : firstControl(pages.current),
  );
  const may = query.data?.actions.includes('generate') ?? false;
  const own = person.id === agentId;
  const generate = may && (
    <Button
      variant="default"
      leftSection={<IconSparkles size={16} aria-hidden />}
      onClick={() => setAsking(true)}
    >
      Generate AI performance report
    </Button>
  );
  return (
    <Sheet title="AI performance reports" actions={rows.length > 0 && generate} pad={false}>
      {query.error && !query.data ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Earlier of={query}>
          <DataTable
            name="AI performance reports"
            id="summaries"
            columns={columns(onOpen)}
            rows={rows}
            rowKey={(row) => row.id}
            openKey={openId}
            onOpen={(row) => onOpen(row.id)}
            loading={query.isPending}
            empty={
              <Empty title="No AI performance reports yet" action={<Group mt="sm">{generate}</Group>}>
                {own
                  ? 'Reports that your supervisor shares with you are found here, and those you make yourself.'
                  : `Make one to see how ${agentName} is doing. Nobody else’s profile shows it, and ${agentName} sees it only when you share it.`}
              </Empty>
            }
          />
        </Earlier>
      )}
      {(cursors.length > 0 || next) && (
        <Group justify="flex-end" p="sm" gap="xs" role="group" aria-label="Pages" ref={pages}>
          <Button
            size="xs"
            variant="default"
            disabled={cursors.length === 0}
            onClick={() => {
              follow();
              setCursors((before) => before.slice(0, -1));
            }}
          >
            Previous
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={!next || query.isPlaceholderData}
            onClick={() => {
              follow();
              if (next) setCursors((before) => [...before, next]);
            }}
          >
            Next
          </Button>
        </Group>
      )}
      <GenerateDialog
        opened={asking}
        onClose={() => setAsking(false)}
        target={{ agentId }}
        agentName={agentName}
        onStarted={(id) => {
          setCursors([]);
          onOpen(id);
        }}
      />
      <DetailDrawer
        id={openId}
        title="AI performance report"
        {...(openId ? { whole: `/summaries/${openId}` } : {})}
        onClose={onClose}
      >
        {openId && <SummaryReader summaryId={openId} inDrawer onDeleted={onClose} />}
      </DetailDrawer>
    </Sheet>
  );
}

function columns(onOpen: (id: string) => void): Column<SummaryLine>[] {
  return [
    {
      id: 'period',
      header: 'Period',
      render: (row) => (
        <Anchor
          to="/summaries/$summaryId"
          params={{ summaryId: row.id }}
          onClick={(event) => {
            // With a key held, the browser opens it whole elsewhere.
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onOpen(row.id);
          }}
        >
          {row.period_label}
        </Anchor>
      ),
    },
    { id: 'by', header: 'Made by', render: (row) => <Name of={row.requested_by_name} /> },
    { id: 'at', header: 'Made', render: (row) => <When at={row.created_at} /> },
    { id: 'status', header: 'Status', render: (row) => <Status row={row} /> },
    {
      id: 'shared',
      header: 'Shared',
      render: (row) => (row.sharing ? <Tag tone="accent">Shared</Tag> : null),
    },
    {
      id: 'type',
      header: 'Evaluations',
      hidden: true,
      render: (row) => SCORECARD_TYPES.find((each) => each.value === row.scorecard_type)?.label,
    },
  ];
}

function Status({ row }: { row: SummaryLine }) {
  if (row.status === 'generating') return <Tag tone="neutral">{row.progress?.sentence ?? 'Starting'}</Tag>;
  if (row.status === 'failed') return <Tag tone="act">Failed</Tag>;
  return <Tag tone="good">{row.edited_at ? 'Ready, edited' : 'Ready'}</Tag>;
}
