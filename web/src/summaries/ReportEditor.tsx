import { Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Report } from '@/api/schema';
import { asProblem } from '@/api/problems';
import { Metrics } from './Metrics';
import { PreviousSessionBlock } from './PreviousSessionBlock';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { AdviceFields } from './AdviceFields';
import { useEdit } from './changes';
import { Chips } from './Chips';
import {
  changedSections,
  editOf,
  emptyFields,
  identityOf,
  over,
  type Draft,
  type KeptEdit,
  type Line,
  type ListName,
} from './edit';
import { Said } from './Examples';
import { LineFields } from './LineFields';
import { LineItems } from './LineItems';
import { Question } from './Question';
import { ReportHead } from './ReportHead';
import { Section } from './Texts';
import { summaryQuery, type KnownSummary } from './queries';
import { rated } from './reading';
import { SECTIONS } from './words';
import classes from './report.module.css';

/**
 * The report with every text in a field. What was computed (rates, insights, quotes, references, the previous session)
 * stands where it stood and can't be typed over.
 */
export function ReportEditor({
  summary,
  report,
  kept,
  restored,
  onChange,
  onDone,
}: {
  summary: KnownSummary;
  report: Report;
  kept: KeptEdit;
  /** Found from before a reload. */
  restored: boolean;
  onChange: (next: (before: KeptEdit | null) => KeptEdit | null) => void;
  onDone: () => void;
}) {
  const client = useQueryClient();
  const edit = useEdit(summary.id);
  const [loading, setLoading] = useState(false);
  const [asked, setAsked] = useState(false);
  const [checked, setChecked] = useState(false);
  const [lost, setLost] = useState<unknown>(null);
  const changed = changedSections(kept);
  const empty = checked ? emptyFields(kept) : [];
  const problem = edit.error ? asProblem(edit.error) : null;
  const errorAt = (pointer: string) =>
    empty.includes(pointer) ? 'Write something, or remove it.' : problem?.field(pointer);

  const setSection = (name: keyof Draft, value: Draft[keyof Draft]) =>
    onChange((before) => before && { ...before, draft: { ...before.draft, [name]: value } });
  const save = () => {
    setChecked(true);
    if (emptyFields(kept).length) return;
    if (!changed.length) {
      onDone();
      return;
    }
    edit.mutate(
      { edit: editOf(kept), etag: kept.etag },
      {
        onSuccess: () => {
          said('The report is saved.');
          onDone();
        },
      },
    );
  };
  const loadLatest = async () => {
    setLoading(true);
    setLost(null);
    try {
      const latest = await client.query({ ...summaryQuery(summary.id), staleTime: 0 });
      const { report: theirs } = latest;
      if (theirs) onChange((before) => before && over(before, theirs, latest.etag));
      edit.reset();
    } catch (error) {
      setLost(error);
    } finally {
      setLoading(false);
    }
  };

  const fields = (name: ListName, title = SECTIONS[name] ?? name, below?: (line: Line) => ReactNode) => (
    <LineFields
      title={title}
      {...(below ? { below } : {})}
      lines={kept.draft[name]}
      theirs={kept.contested.includes(name) ? kept.base[name] : null}
      errorAt={(at) => errorAt(name === 'examples' ? `/examples/${at}/text` : `/${name}/${at}`)}
      onChange={(lines: Line[]) => setSection(name, lines)}
    />
  );
  return (
    <form
      aria-label={`Edit the report about ${summary.agent_name}`}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Stack gap="lg" maw={736}>
        <ReportHead summary={summary} menu={null} />
        <Text size="sm" c="dimmed" maw={640}>
          Rates, insights, quotes, references and the previous session are computed and stay as they are. A
          text that you change no longer opens where its numbers come from, and is marked as written by hand.
          {restored && ' Your unsaved changes are still here.'}
        </Text>
        {report.previous_session && <PreviousSessionBlock session={report.previous_session} />}
        <Section title={SECTIONS.questions ?? ''}>{fields('questions')}</Section>
        <Section title="Recommendations">
          <AdviceFields
            advice={kept.draft.recommendations}
            theirs={kept.contested.includes('recommendations') ? kept.base.recommendations : null}
            errorAt={(at, field) => errorAt(`/recommendations/${at}/${field}`)}
            onChange={(advice) => setSection('recommendations', advice)}
          />
        </Section>
        <Section title="Conversation insights" shown={report.metrics.length > 0}>
          <Metrics metrics={report.metrics} />
        </Section>
        {(['strengths', 'development'] as const).map((name) => (
          <Section key={name} title={SECTIONS[name] ?? ''}>
            <LineItems items={rated(report[name].line_items)} />
            {fields(name)}
            <Chips chips={report[name].chips} />
          </Section>
        ))}
        <Section title="Trend">{fields('trends')}</Section>
        <Section title="Examples">
          {fields('examples', 'Example', ({ of }) => {
            const quote = report.examples.find((each) => identityOf(each) === of)?.quote;
            return quote && <Said quote={quote} />;
          })}
        </Section>
        <Section title="Talking points">{fields('talking_points')}</Section>
        <Section title="Action items">{fields('action_items')}</Section>
        <div className={classes.bar}>
          <Stack gap="sm">
            {empty.length > 0 && (
              <Text size="sm" c="var(--mantine-color-error)" role="alert">
                {empty.length === 1 ? 'One text is empty.' : `${empty.length} texts are empty.`} Write
                something, or remove it.
              </Text>
            )}
            {(lost ?? problem) !== null && (
              <ProblemNotice
                error={lost ?? problem}
                changing
                onRetry={() => {
                  if (problem?.kind === 'stale') void loadLatest();
                  else save();
                }}
                {...(problem?.kind === 'stale' ? { retryLabel: 'Load the latest' } : {})}
              />
            )}
            {asked && (
              <Question
                title="Discard your changes?"
                label="Discard changes"
                cancel="Go on editing"
                onConfirm={onDone}
                onCancel={() => setAsked(false)}
              >
                You changed {changed.map((each) => SECTIONS[each]).join(', ')}.
              </Question>
            )}
            <Group gap="xs" justify="flex-end">
              <Text size="sm" c="dimmed" mr="auto">
                {changed.length ? 'Not saved yet' : 'Nothing changed yet'}
              </Text>
              <Button variant="default" onClick={() => (changed.length ? setAsked(true) : onDone())}>
                Cancel
              </Button>
              <Button type="submit" loading={edit.isPending || loading}>
                Save
              </Button>
            </Group>
          </Stack>
        </div>
      </Stack>
    </form>
  );
}
