import { Box, Skeleton, Text, Title, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import type { SourceCount, Sources } from '@/api/schema';
import { count, counted } from '@/parts/numbers';
import { ProblemNotice } from '@/parts/ProblemNotice';
import classes from './generate.module.css';

/** What there is to analyse. Its place and height are the same while it is counted anew. */
export function SourcesPanel({
  sources,
  error,
  waiting,
  detached,
  nothing,
  onRetry,
}: {
  sources: Sources | undefined;
  error: Error | null;
  waiting: boolean;
  detached: boolean;
  nothing: boolean;
  onRetry: () => void;
}) {
  if (error && !sources) return <ProblemNotice error={error} onRetry={onRetry} />;
  const value = (source: SourceCount | undefined) =>
    source ? <Counted source={source} /> : waiting ? <Skeleton width={36} height={14} /> : '–';
  return (
    <Box
      component="section"
      aria-label="Data sources"
      p="md"
      bg="var(--debrief-sunk)"
      style={{ borderRadius: 'var(--mantine-radius-md)' }}
    >
      <Title order={3} mb={4}>
        Data sources
      </Title>
      <dl className={classes.rows} aria-busy={waiting}>
        <Row label="Evaluation results">{value(sources?.evaluations)}</Row>
        <Row label="Feedback, actions and 1-to-1s">{value(sources?.coaching)}</Row>
        <Row label="Conversations">{value(sources?.conversations)}</Row>
        <Row label="Previous 1-to-1: goals and actions">
          {detached ? 'Not used on a profile' : value(sources?.previous_meeting)}
        </Row>
      </dl>
      <Text size="sm" mt={4} mih="1.45em" c={nothing ? undefined : 'dimmed'} role="status">
        {nothing ? 'There is nothing to analyse in this period: no evaluation and no conversation.' : ''}
        {sources && !nothing && (
          <VisuallyHidden>
            {counted(sources.evaluations.available, 'evaluation')} {sources.evaluations.note},{' '}
            {counted(sources.conversations.available, 'conversation')} {sources.conversations.note}
          </VisuallyHidden>
        )}
      </Text>
    </Box>
  );
}

function Counted({ source }: { source: SourceCount }) {
  return (
    <>
      <Text span inherit fw={600}>
        {count(source.available)}
      </Text>
      {source.note && (
        <Text span size="sm" c="dimmed">
          {' '}
          {source.note}
        </Text>
      )}
    </>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.row}>
      <Text component="dt" size="sm">
        {label}
      </Text>
      <Text component="dd" size="sm">
        {children}
      </Text>
    </div>
  );
}
