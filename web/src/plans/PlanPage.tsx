import { Button, Checkbox, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { PlanDetail } from '@/api/schema';
import { CHANNEL_WORDS } from '@/interactions/words';
import { Anchor } from '@/parts/Anchor';
import { confirm } from '@/parts/confirm';
import { Disclosure } from '@/parts/Disclosure';
import { Facts } from '@/parts/Facts';
import { Loaded } from '@/parts/Loaded';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useIntention } from '@/parts/useIntention';
import { Day, When } from '@/parts/When';
import { wordOf } from '@/parts/words';
import { useMe } from '@/session/me';
import { PlanTags } from './PlanTags';
import { planQuery, useCancel, useTick } from './queries';
import { WayChart } from './WayChart';
import { WayTable } from './WayTable';
import {
  METRIC_WORDS,
  betterOf,
  latestOf,
  sayBetween,
  sayChance,
  sayShare,
  sayUndecided,
  sayValue,
} from './words';

const route = getRouteApi('/signed-in/coaching/plans/$planId');

/** A coaching plan: how far it has come, and what is to be done. */
export function PlanPage() {
  const { planId } = route.useParams();
  const query = useQuery(planQuery(planId));
  return (
    <Page
      title={query.data?.inquiry ?? 'Coaching plan'}
      above={[
        <Anchor key="list" to="/coaching/plans">
          Coaching plans
        </Anchor>,
      ]}
      subtitle={query.data && <Subtitle plan={query.data} />}
      actions={query.data?.actions.includes('cancel') && <Cancel plan={query.data} />}
    >
      <Loaded query={query}>{(plan) => <Opened plan={plan} />}</Loaded>
    </Page>
  );
}

function Subtitle({ plan }: { plan: PlanDetail }) {
  const { person } = useMe();
  const what = `${wordOf(METRIC_WORDS, plan.metric)}, ${wordOf(CHANNEL_WORDS, plan.channel)}`;
  return plan.agent_id === person.id ? what : `${plan.agent_name}: ${what}`;
}

function Opened({ plan }: { plan: PlanDetail }) {
  return (
    <Stack gap="md">
      <Sheet title="How far it has come" actions={<PlanTags plan={plan} />}>
        <Figures plan={plan} />
      </Sheet>
      <Sheet title="The way">
        <Stack gap="md">
          <WayChart plan={plan} />
          <Text size="sm" c="dimmed">
            Now is the average of the {latestOf(plan)} most recent conversations, looked at each night. The
            band shows where it would lie in 95 of 100 cases if nothing had changed since the start; whoever
            begins after a poor time tends to do a little better by chance alone.
          </Text>
          <Disclosure label="Day by day">
            <WayTable plan={plan} />
          </Disclosure>
        </Stack>
      </Sheet>
      <Sheet title="What I will do">
        <Actions plan={plan} />
      </Sheet>
      <Sheet title="Where help is wanted">
        <List size="sm">
          {plan.assistance.map((each) => (
            <List.Item key={each}>{each}</List.Item>
          ))}
        </List>
      </Sheet>
    </Stack>
  );
}

function Figures({ plan }: { plan: PlanDetail }) {
  const { metric, start, now } = plan;
  const chance = now && sayChance(now);
  const undecided = sayUndecided(plan);
  return (
    <Stack gap="sm">
      <Facts
        facts={[
          [
            'Start',
            <>
              {typeof start.value === 'number' && sayValue(metric, start.value)} over {start.n} conversations,{' '}
              <Day day={plan.start_from} /> to <Day day={plan.begins_on} />
            </>,
          ],
          ['Now', <Now key="now" plan={plan} />],
          ['Expected', now ? sayValue(metric, now.expected) : '–'],
          ['Target', `${sayValue(metric, plan.target)}: ${plan.percent}% better; ${betterOf(metric)}`],
          ['By', <Day key="by" day={plan.ends_on} />],
          ...(plan.ended_at
            ? [
                [
                  plan.status_label,
                  <>
                    <When at={plan.ended_at} />
                    {plan.ended_because === 'agent_left' && `, because ${plan.agent_name} left`}
                    {undecided && `, because ${undecided}`}
                  </>,
                ] as [string, React.ReactNode],
              ]
            : []),
        ]}
      />
      {chance && (
        <Text size="sm" c="dimmed">
          {chance}
        </Text>
      )}
    </Stack>
  );
}

function Now({ plan }: { plan: PlanDetail }) {
  const { metric, now, minimum } = plan;
  if (!now) return '–';
  if (typeof now.value !== 'number') return `Not enough data (${now.n} of ${minimum})`;
  const between =
    typeof now.low === 'number' && typeof now.high === 'number'
      ? `, 95% interval ${sayBetween(metric, now.low, now.high)}`
      : '';
  return (
    <>
      {sayValue(metric, now.value)}
      {between}; {sayShare(now)}, up to <Day day={now.day} />
    </>
  );
}

function Actions({ plan }: { plan: PlanDetail }) {
  const tick = useTick(plan);
  const mine = plan.actions.includes('tick');
  return (
    <Stack gap="sm">
      {plan.planned_actions.map((each) => (
        <Checkbox
          key={each.number}
          label={each.text}
          description={
            each.done_at ? (
              <>
                Done <When at={each.done_at} />
              </>
            ) : undefined
          }
          checked={Boolean(each.done_at)}
          disabled={!mine || tick.isPending}
          onChange={(event) => tick.mutate({ number: each.number, done: event.currentTarget.checked })}
        />
      ))}
      {tick.error && <ProblemNotice error={tick.error} changing />}
    </Stack>
  );
}

function Cancel({ plan }: { plan: PlanDetail }) {
  const cancel = useCancel(plan);
  const keyOf = useIntention();
  return (
    <>
      <Button
        variant="default"
        loading={cancel.isPending}
        onClick={() =>
          confirm({
            title: 'Cancel this plan?',
            children: 'It stays in the list as cancelled, and you may begin another.',
            label: 'Cancel the plan',
            onConfirm: () =>
              cancel.mutate(keyOf(plan.revision), { onSuccess: () => said('The plan is cancelled') }),
          })
        }
      >
        Cancel the plan
      </Button>
      {cancel.error && <ProblemNotice error={cancel.error} changing />}
    </>
  );
}
