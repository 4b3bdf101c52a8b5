import { Alert, List, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { NotCarried, ScorecardDetail } from '@/api/schema';
import { FileMenu } from '@/parts/FileMenu';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { download, downloadCsv, fileName } from '@/parts/downloading';
import { readConnectForm, readCsv } from './queries';

/** What a scorecard is handed out as, and what became of it. */
export function useExport(scorecard: ScorecardDetail, version: number) {
  const name = `${fileName(scorecard.name)}-v${version}`;
  const csv = useMutation({
    mutationFn: () => readCsv(scorecard.id, version),
    onSuccess: (text) => downloadCsv(text, `${name}.csv`),
  });
  const connect = useMutation({
    mutationFn: () => readConnectForm(scorecard.id, version),
    onSuccess: ({ form }) =>
      download(JSON.stringify(form, null, 2), `${name}-connect.json`, 'application/json'),
  });
  return { csv, connect };
}

export type Exporting = ReturnType<typeof useExport>;

/** The files that a scorecard can be saved as. */
export function ExportMenu({ exporting }: { exporting: Exporting }) {
  const { csv, connect } = exporting;
  return (
    <FileMenu
      label="Export"
      saving={csv.isPending || connect.isPending}
      files={[
        { label: 'CSV, with everything', save: () => csv.mutate() },
        { label: 'Amazon Connect form (JSON)', save: () => connect.mutate() },
      ]}
    />
  );
}

/** What the last export couldn't say, or why there was none. */
export function ExportOutcome({ exporting }: { exporting: Exporting }) {
  const { csv, connect } = exporting;
  const error = csv.error ?? connect.error;
  if (error) return <ProblemNotice error={error} />;
  if (!connect.data?.left_out.length) return null;
  return <LeftOut title="The form is saved. It can’t say everything:" left={connect.data.left_out} />;
}

/** What the other form has no place for. */
export function LeftOut({ title, left }: { title: string; left: NotCarried[] }) {
  return (
    <Alert variant="default" title={title} role="status">
      <List size="sm">
        {left.map(({ where, what }) => (
          <List.Item key={where + what}>
            <Text span inherit fw={600}>
              {where}
            </Text>
            : {what}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
