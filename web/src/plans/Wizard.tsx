import { Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { asProblem } from '@/api/problems';
import type { EffectMetric, PlanAdvice, PlanDraft, PlanMetric } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Empty } from '@/parts/Empty';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useIntention } from '@/parts/useIntention';
import { useKept } from '@/parts/useKept';
import { wordOf } from '@/parts/words';
import { ActionsStep, AssistanceStep } from './LinesSteps';
import { NOTHING, STEPS, metricOf, percentOf, wants, written, type Made, type Step } from './making';
import { DateStep, MetricStep, TargetStep } from './GoalSteps';
import { PoorStep } from './PoorStep';
import { useCommit } from './queries';
import { SummaryStep } from './SummaryStep';
import { METRIC_WORDS } from './words';

const STEP_NAMES: Record<Step, string> = {
  metric: 'What to focus on',
  target: 'How much better',
  date: 'By when',
  conversations: 'Look at some that went poorly',
  actions: 'What will you do?',
  assistance: 'What would you like help with?',
  summary: 'Your plan',
};

/** A coaching plan step by step. What is chosen stays in this tab until it is committed to. */
export function Wizard({ advice, asked }: { advice: PlanAdvice; asked: EffectMetric | undefined }) {
  const kept = useKept<Made>(`plan.${advice.channel}.${advice.inquiry}`, NOTHING);
  const [place, setPlace] = useState(0);
  const [pressed, setPressed] = useState(false);
  const commit = useCommit();
  const keyOf = useIntention();
  const navigate = useNavigate();
  const made = kept.value;
  const step = STEPS[place] ?? 'metric';
  const metric = metricOf(made, advice, asked);
  if (!metric) return <Nothing advice={advice} />;
  const lacks = wants(step, made, advice, metric);

  function put(part: Partial<Made>) {
    commit.reset();
    kept.set((before) => ({ ...before, ...part }));
  }

  function go(to: number) {
    setPressed(false);
    setPlace(to);
  }

  function onward(chosen: PlanMetric) {
    setPressed(true);
    if (lacks) return;
    if (step !== 'summary') {
      go(place + 1);
      return;
    }
    const draft: PlanDraft = {
      channel: advice.channel,
      inquiry: advice.inquiry,
      metric: chosen.metric,
      percent: percentOf(made, chosen),
      ends_on: made.date ?? '',
      planned_actions: written(made.actions),
      assistance: written(made.assistance),
    };
    commit.mutate(
      { draft, key: keyOf(draft) },
      {
        onSuccess: ({ id }) => {
          // What was chosen stays on the page until the plan itself is there.
          kept.forget();
          said('Your plan is in progress');
          void navigate({ to: '/coaching/plans/$planId', params: { planId: id }, replace: true });
        },
      },
    );
  }

  const parts: Record<Step, ReactNode> = {
    metric: <MetricStep advice={advice} metric={metric} onChoose={(name) => put({ metric: name })} />,
    target: (
      <TargetStep
        advice={advice}
        metric={metric}
        percent={percentOf(made, metric)}
        onChoose={(percent) => put({ percent })}
      />
    ),
    date: (
      <DateStep
        advice={advice}
        date={made.date}
        error={pressed ? lacks : undefined}
        onChoose={(date) => put({ date })}
      />
    ),
    conversations: <PoorStep advice={advice} metric={metric.metric} />,
    actions: (
      <ActionsStep
        lines={made.actions}
        error={pressed ? lacks : undefined}
        onChange={(actions) => put({ actions })}
      />
    ),
    assistance: (
      <AssistanceStep
        offered={advice.assistance}
        chosen={made.assistance}
        error={pressed ? lacks : undefined}
        onChange={(assistance) => put({ assistance })}
      />
    ),
    summary: <SummaryStep advice={advice} metric={metric} made={made} />,
  };

  return (
    <Sheet>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onward(metric);
        }}
      >
        <Stack gap="md">
          <Head step={step} place={place} />
          {parts[step]}
          {commit.error && <ProblemNotice error={asProblem(commit.error)} changing />}
          <Group justify="space-between">
            <Button
              variant="default"
              disabled={place === 0 || commit.isPending}
              onClick={() => go(place - 1)}
            >
              Back
            </Button>
            <Button type="submit" loading={commit.isPending}>
              {step === 'summary' ? 'I commit to this plan!' : 'Continue'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Sheet>
  );
}

/** Which step it is. Each takes the focus to its name, the first as well: whoever goes on by keyboard begins there. */
function Head({ step, place }: { step: Step; place: number }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus({ preventScroll: place === 0 }), [place]);
  return (
    <Stack gap={4}>
      <Text size="sm" c="dimmed">
        Step {place + 1} of {STEPS.length}
      </Text>
      <Progress size="xs" value={(100 * (place + 1)) / STEPS.length} aria-label="Steps done" />
      <Title order={2} ref={title} tabIndex={-1} style={{ outline: 'none' }}>
        {STEP_NAMES[step]}
      </Title>
    </Stack>
  );
}

/** Why no plan can be begun for these conversations. */
function Nothing({ advice }: { advice: PlanAdvice }) {
  return (
    <Sheet>
      <Empty title="No plan can be begun for these conversations">
        {advice.metrics.map((each) => (
          <Text key={each.metric} span display="block" inherit>
            {wordOf(METRIC_WORDS, each.metric)}: {each.why_not}
            {each.plan_id && (
              <>
                {' '}
                (
                <Anchor to="/coaching/plans/$planId" params={{ planId: each.plan_id }} inherit>
                  open it
                </Anchor>
                )
              </>
            )}
          </Text>
        ))}
      </Empty>
    </Sheet>
  );
}
