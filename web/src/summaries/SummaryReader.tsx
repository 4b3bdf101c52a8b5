import { Skeleton, Stack } from '@mantine/core';
import { useMemo } from 'react';
import type { Fact, Report } from '@/api/schema';
import { Loaded } from '@/parts/Loaded';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useKept } from '@/parts/useKept';
import { useMe } from '@/session/me';
import { ReportContext, type Agenda } from './context';
import { countedIn } from './sources';
import { draftOf, type KeptEdit } from './edit';
import { Failed } from './Failed';
import { Generating } from './Generating';
import { ReportEditor } from './ReportEditor';
import { ReportView } from './ReportView';
import { useSummary, type KnownSummary } from './queries';
import classes from './report.module.css';

/**
 * One summary, whatever it is at: being generated, failed, or a report to read and to edit. The same in a meeting's
 * tab, in a drawer over a profile, and on its own page.
 */
export function SummaryReader({
  summaryId,
  inDrawer = false,
  agenda = null,
  onDeleted,
}: {
  summaryId: string;
  inDrawer?: boolean;
  /** Where points of the report may be put: the agenda of the 1-to-1 beside it. */
  agenda?: Agenda | null;
  onDeleted: () => void;
}) {
  const query = useSummary(summaryId);
  return (
    <Loaded query={query} skeleton={<Waiting />}>
      {(summary) => {
        if (summary.status === 'generating')
          return <Generating summary={summary} problem={query.failureReason} />;
        if (summary.status === 'failed') return <Failed summary={summary} onDeleted={onDeleted} />;
        if (!summary.report)
          return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
        return (
          <Ready
            key={summary.id}
            summary={summary}
            report={summary.report}
            inDrawer={inDrawer}
            agenda={agenda}
            onDeleted={onDeleted}
          />
        );
      }}
    </Loaded>
  );
}

function Ready({
  summary,
  report,
  inDrawer,
  agenda,
  onDeleted,
}: {
  summary: KnownSummary;
  report: Report;
  inDrawer: boolean;
  agenda: Agenda | null;
  onDeleted: () => void;
}) {
  const edit = useKept<KeptEdit | null>(`summary-edit.${summary.id}`, null);
  const { id, attempt } = summary;
  const own = useMe().person.id === summary.agent_id;
  const place = useMemo(
    () => ({
      summaryId: id,
      attempt,
      facts: new Map<string, Fact>(report.facts.map((fact) => [fact.id, fact])),
      counts: countedIn(summary, summary.period),
      countsBefore: report.compared_with ? countedIn(summary, report.compared_with) : null,
      own,
      agenda,
      inDrawer,
    }),
    [id, attempt, summary, report, own, agenda, inDrawer],
  );
  const editing = edit.value !== null && summary.actions.includes('edit');
  return (
    <ReportContext value={place}>
      <article className={classes.report} data-report aria-label="AI performance report">
        {editing && edit.value ? (
          <ReportEditor
            summary={summary}
            report={report}
            kept={edit.value}
            restored={edit.restored}
            onChange={edit.set}
            onDone={() => edit.forget(null)}
          />
        ) : (
          <ReportView
            summary={summary}
            report={report}
            onEdit={() => {
              const base = draftOf(report);
              edit.set({ etag: summary.etag, base, draft: base, contested: [] });
            }}
            onDeleted={onDeleted}
          />
        )}
      </article>
    </ReportContext>
  );
}

function Waiting() {
  return (
    <Stack gap="md" maw={736}>
      <Skeleton height={28} width="40%" />
      <Skeleton height={16} width="60%" />
      <Skeleton height={72} />
      {[82, 74, 90, 66, 78].map((width) => (
        <Skeleton key={width} height={16} width={`${width}%`} />
      ))}
    </Stack>
  );
}
