import {
  Button,
  Group,
  Input,
  Radio,
  SegmentedControl,
  SimpleGrid,
  Skeleton,
  Stack,
  Text,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState, type SubmitEvent } from 'react';
import { asProblem } from '@/api/problems';
import type { PeriodChoice, PeriodKind, PeriodRequest } from '@/api/schema';
import { DateField } from '@/parts/DateField';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { saySpan } from '@/parts/times';
import { useToday } from '@/parts/When';
import { useGenerate } from './changes';
import { periodsQuery, requestOf, sourcesQuery, type SummaryTarget } from './queries';
import { SourcesPanel } from './SourcesPanel';
import { SCORECARD_TYPES, type ScorecardType } from './words';
import classes from './generate.module.css';

/** Choosing what a summary is made of: the period and the evaluations that count, with what there is of each. */
export function GenerateForm({
  target,
  onCancel,
  onStarted,
}: {
  target: SummaryTarget;
  onCancel: () => void;
  onStarted: (summaryId: string) => void;
}) {
  const periods = useQuery(periodsQuery(target));
  const [chosen, setChosen] = useState<PeriodKind | null>(null);
  const [first, setFirst] = useState<string | null>(null);
  const [last, setLast] = useState<string | null>(null);
  const today = useToday();
  const [checked, setChecked] = useState(false);
  const [type, setType] = useState<ScorecardType>('all');
  const generate = useGenerate();
  const kind = chosen ?? usual(periods.data);
  const range = kind === 'custom' ? mistakes(first, last) : {};
  const wrong = Object.keys(range).length > 0;
  const period: PeriodRequest | null =
    kind === null || wrong ? null : kind === 'custom' ? { kind, first_day: first, last_day: last } : { kind };
  const sources = useQuery(sourcesQuery(target, period, type));
  const nothing =
    sources.data !== undefined &&
    period !== null &&
    sources.data.evaluations.analysed + sources.data.conversations.analysed === 0;
  const problem = generate.error ? asProblem(generate.error) : null;
  const meaning = useId();

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!period || nothing) return;
    generate.mutate(requestOf(target, period, type), { onSuccess: ({ id }) => onStarted(id) });
  };
  // What is plainly wrong is said at once; what is missing, when one goes on without it.
  const said = {
    first: (checked ? range.first : undefined) ?? problem?.field('/period/first_day'),
    last: (checked || (first && last) ? range.last : undefined) ?? problem?.field('/period/last_day'),
  };
  return (
    <form onSubmit={submit} noValidate aria-label="Generate AI performance report">
      <Stack gap="md">
        {periods.error && !periods.data ? (
          <ProblemNotice error={periods.error} onRetry={() => void periods.refetch()} />
        ) : (
          <Radio.Group label="Data period" value={kind} onChange={(value) => setChosen(value)} name="period">
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" mt={4}>
              {periods.data
                ? periods.data.map((each) => <PeriodCard key={each.kind} choice={each} />)
                : Array.from({ length: 6 }, (_, at) => <Skeleton key={at} height={60} />)}
            </SimpleGrid>
          </Radio.Group>
        )}
        {kind === 'custom' && (
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs" role="group" aria-label="Custom range">
            <DateField
              label="First day"
              required
              value={first}
              max={last !== null && last < today ? last : today}
              error={said.first}
              onChange={setFirst}
            />
            <DateField
              label="Last day"
              required
              value={last}
              min={first ?? undefined}
              max={today}
              error={said.last}
              onChange={setLast}
            />
          </SimpleGrid>
        )}
        <Input.Wrapper label="Scorecard type" labelElement="div">
          <SegmentedControl
            fullWidth
            mt={4}
            aria-label="Scorecard type"
            aria-describedby={meaning}
            value={type}
            onChange={setType}
            data={SCORECARD_TYPES.map(({ value, label }) => ({ value, label }))}
          />
          <Text size="sm" c="dimmed" mt={4} mih="2.9em" id={meaning} aria-live="polite">
            {SCORECARD_TYPES.find((each) => each.value === type)?.meaning}
          </Text>
        </Input.Wrapper>
        <SourcesPanel
          sources={sources.data}
          error={sources.error}
          waiting={period !== null && sources.isPending}
          detached={'agentId' in target}
          nothing={nothing}
          onRetry={() => void sources.refetch()}
        />
        {problem && !said.first && !said.last && <ProblemNotice error={problem} changing />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={generate.isPending} disabled={nothing || !periods.data}>
            Generate
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A period as a card: the days that it covers, or why it can't be chosen. */
function PeriodCard({ choice }: { choice: PeriodChoice }) {
  const today = useToday();
  const days =
    choice.first_day && choice.last_day
      ? saySpan(choice.first_day, choice.last_day, today)
      : 'Choose two days';
  return (
    <Radio
      value={choice.kind}
      disabled={!choice.available}
      label={choice.label}
      description={choice.available ? days : choice.reason}
      classNames={{
        root: classes.card,
        body: classes.body,
        labelWrapper: classes.words,
        label: classes.label,
      }}
    />
  );
}

/** What is chosen to begin with: all since the last 1-to-1 where there was one, else four weeks. */
function usual(choices: PeriodChoice[] | undefined): PeriodKind | null {
  if (!choices) return null;
  const since = choices.find((each) => each.kind === 'since_last_meeting');
  return since?.available ? 'since_last_meeting' : 'last_4_weeks';
}

function mistakes(first: string | null, last: string | null): { first?: string; last?: string } {
  const found: { first?: string; last?: string } = {};
  if (!first) found.first = 'Choose the first day.';
  if (!last) found.last = 'Choose the last day.';
  if (first && last && last < first) found.last = 'The last day lies before the first.';
  return found;
}
