import { Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Report } from '@/api/schema';
import { asProblem } from '@/api/problems';
import { counted } from '@/parts/numbers';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useDelete, useExport, useOpening, useSharing } from './changes';
import { Document } from './Document';
import { Question } from './Question';
import { Rail } from './Rail';
import { ReportHead } from './ReportHead';
import { SummaryMenu } from './SummaryMenu';
import { summaryQuery, type KnownSummary } from './queries';
import classes from './report.module.css';

/** A finished report to read, and what may be done with it. */
export function ReportView({
  summary,
  report,
  onEdit,
  onDeleted,
}: {
  summary: KnownSummary;
  report: Report;
  onEdit: () => void;
  onDeleted: () => void;
}) {
  const remove = useDelete(summary, () => {
    said('The report is deleted.');
    onDeleted();
  });
  const client = useQueryClient();
  useOpening(summary);
  const sharing = useSharing(summary);
  const pdf = useExport(summary);
  const [asked, setAsked] = useState<'report' | 'actions' | null>(null);
  const refused = remove.error ? asProblem(remove.error) : null;
  // An action that was made meanwhile is asked about too.
  const linked = refused?.kind === 'linked-actions';
  const question = linked && asked ? 'actions' : asked;
  const problem = refused && !linked ? refused : (sharing.error ?? pdf.error);
  const actions = counted(summary.linked_actions, 'action');
  const ask = (about: 'report' | 'actions') => {
    remove.reset();
    setAsked(about);
  };
  // Their number as it is now: all that are there go. Where it can't be read, deleting will say what is wrong.
  const askAnew = async () => {
    const latest = await client.query({ ...summaryQuery(summary.id), staleTime: 0 }).catch(() => summary);
    ask(latest.linked_actions ? 'actions' : 'report');
  };
  const go = (cascade: boolean) =>
    remove.mutate(cascade, {
      onError: (error) => {
        if (asProblem(error).kind !== 'linked-actions') setAsked(null);
      },
    });
  return (
    <Stack gap="lg">
      <ReportHead
        summary={summary}
        menu={
          <SummaryMenu
            summary={summary}
            busy={pdf.isPending || sharing.isPending || remove.isPending}
            onExport={() => pdf.mutate()}
            onEdit={onEdit}
            onShare={(shared) =>
              sharing.mutate(shared, {
                onSuccess: () =>
                  said(
                    shared
                      ? `Shared with ${summary.agent_name}.`
                      : `${summary.agent_name} no longer sees this report.`,
                  ),
              })
            }
            onDelete={() => void askAnew()}
          />
        }
      />
      {question === 'report' && (
        <Question
          title="Delete this report?"
          label="Delete report"
          cancel="Keep the report"
          busy={remove.isPending}
          onConfirm={() => go(false)}
          onCancel={() => setAsked(null)}
        >
          It is deleted for good: it can’t be brought back.
        </Question>
      )}
      {question === 'actions' && (
        <Question
          title="Delete the actions too?"
          label={summary.linked_actions ? `Delete report and ${actions}` : 'Delete report and actions'}
          cancel="Keep the report"
          busy={remove.isPending}
          onConfirm={() => go(true)}
          onCancel={() => setAsked(null)}
        >
          {linked
            ? refused.detail
            : `There ${summary.linked_actions === 1 ? 'is' : 'are'} ${actions} made from this report`}
          . Neither the report nor the actions can be brought back.
        </Question>
      )}
      {problem && <ProblemNotice error={problem} />}
      <div className={classes.layout}>
        <Document summary={summary} report={report} />
        <Rail summary={summary} report={report} />
      </div>
    </Stack>
  );
}
