import { List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { DecisionView } from '@/api/schema';
import { Disclosure } from '@/parts/Disclosure';
import { counted } from '@/parts/numbers';
import { useSayReasons } from '@/parts/useSayReasons';
import { decisionQuery } from './queries';

const WHY_NOT = {
  no_scorecard: 'its scorecard isn’t in force',
  not_for_this: 'its scorecard isn’t for such conversations',
  nobody: 'nobody could be given it',
};

/** Which automation took the conversation, and why those before it didn't. Nothing where none was asked. */
export function TakenBy({ interactionId }: { interactionId: string }) {
  const { data } = useQuery(decisionQuery(interactionId));
  const say = useSayReasons(data?.looked_at.flatMap((each) => each.why) ?? []);
  if (!data?.at) return null;
  return (
    <Stack gap={4} mt="sm" component="section" aria-label="Automation">
      <Text size="sm">
        {data.automation_name ? (
          <>
            Taken by the automation <b>{data.automation_name}</b>
          </>
        ) : (
          'No automation took it'
        )}
      </Text>
      {data.done.map((each, at) => (
        <Text size="sm" c="dimmed" key={at}>
          {sayDone(each)}
        </Text>
      ))}
      <Disclosure label="Why">
        <List size="sm">
          {data.looked_at.map((each) => (
            <List.Item key={each.automation_id}>
              {each.name}: {each.holds ? 'its conditions hold' : 'its conditions don’t hold'}, since{' '}
              {say(each.why)}
            </List.Item>
          ))}
        </List>
        {data.more > 0 && (
          <Text size="sm" c="dimmed">
            {counted(data.more, 'other automation')} didn’t take it either.
          </Text>
        )}
      </Disclosure>
    </Stack>
  );
}

function sayDone(done: DecisionView['done'][number]): string {
  const { kind, scorecard_name: card, evaluator_name: evaluator, why_not: whyNot, detail } = done;
  if (whyNot) return `${card}: ${detail ?? WHY_NOT[whyNot]}`;
  if (kind === 'start') return `${card}: the AI evaluates it`;
  return `${card}: given to ${evaluator ?? 'somebody'}${done.lot && done.lot.frame.length > 1 ? ', by lot' : ''}`;
}
