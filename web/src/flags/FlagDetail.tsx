import { Blockquote, Group, List, Stack, Text, Title } from '@mantine/core';
import type { FlagItem } from '@/api/schema';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { Name } from '@/parts/Name';
import { percent } from '@/parts/numbers';
import { Tag } from '@/parts/Tag';
import { clock } from '@/parts/times';
import { When } from '@/parts/When';
import { toneOf, wordOf } from '@/parts/words';
import { FlagActs, type Asked } from './FlagActs';
import { LogsOf } from './LogsOf';
import {
  firstPlace,
  KIND_WORDS,
  OUTCOME_WORDS,
  reasonWords,
  STATE_TONES,
  STATE_WORDS,
  stepWords,
} from './words';

/**
 * A flag: why, where in the conversation, what can be done, and what happened to it.
 *
 * @param asked what is about to be done; the page keeps it, so that keys can begin it too.
 */
export function FlagDetail({
  flag,
  asked,
  onAsk,
  onReload,
  onDone,
}: {
  flag: FlagItem;
  asked: Asked | null;
  onAsk: (asked: Asked | null) => void;
  onReload: () => Promise<unknown>;
  onDone?: () => void;
}) {
  const { about } = flag;
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <Group gap="xs">
          <Tag tone={toneOf(STATE_TONES, flag.state)}>{wordOf(STATE_WORDS, flag.state)}</Tag>
          <Tag tone={flag.queue === 'compliance' ? 'watch' : 'neutral'}>{wordOf(KIND_WORDS, flag.kind)}</Tag>
          <Text size="sm" c="dimmed">
            <Name of={flag.agent_name} /> ·{' '}
            {flag.assignee_name ? `with ${flag.assignee_name}` : 'with nobody'}
          </Text>
        </Group>
        <Text>{reasonWords(flag)}</Text>
        {flag.snoozed_until && (
          <Text size="sm" c="dimmed">
            Snoozed until <When at={flag.snoozed_until} />
          </Text>
        )}
        {flag.resolution && (
          <Text size="sm">
            {wordOf(OUTCOME_WORDS, flag.resolution.outcome)}
            {flag.resolution.note ? `: ${flag.resolution.note}` : ''}
          </Text>
        )}
      </Stack>
      <Group gap="xs">
        <LinkButton
          to="/conversations/$interactionId"
          params={{ interactionId: about.interaction_id }}
          search={{ turn: firstPlace(flag) }}
          size="xs"
          variant="default"
        >
          Open the call at the place
        </LinkButton>
        {about.evaluation_id && (
          <LinkButton
            to="/evaluations/$evaluationId"
            params={{ evaluationId: about.evaluation_id }}
            size="xs"
            variant="default"
          >
            Open the evaluation
          </LinkButton>
        )}
      </Group>
      <FlagActs flag={flag} asked={asked} onAsk={onAsk} onReload={onReload} onDone={onDone} />
      <LogsOf interactionId={about.interaction_id} />
      <Evidence flag={flag} />
      <Stack gap={4}>
        <Title order={2} fz="sm">
          What happened
        </Title>
        <List size="sm" listStyleType="none">
          {flag.history.map((step, at) => (
            <List.Item key={`${step.at}-${String(at)}`}>
              <When at={step.at} c="dimmed" /> {stepWords(step)}
              {step.note && (
                <Text size="sm" c="dimmed">
                  {step.note}
                </Text>
              )}
            </List.Item>
          ))}
        </List>
      </Stack>
    </Stack>
  );
}

/** The criteria, the words and the calls that it rests on, each with its place. */
function Evidence({ flag }: { flag: FlagItem }) {
  const { grounds, about } = flag;
  const words = [
    ...grounds.criteria.flatMap(({ place, text, percent: score }) =>
      place ? [{ place, label: `${text} (${percent(score)})` }] : [],
    ),
    ...grounds.places.map((place) => ({ place, label: place.what })),
  ];
  return (
    <>
      {words.map(({ place, label }, at) => (
        <Blockquote key={`${label}-${String(at)}`} p="xs">
          <Text size="sm">{place.text}</Text>
          <Text size="sm" c="dimmed">
            {label}
          </Text>
          <Anchor
            to="/conversations/$interactionId"
            params={{ interactionId: about.interaction_id }}
            search={{ turn: place.turn_index }}
            size="xs"
          >
            {typeof place.start_ms === 'number'
              ? `At ${clock(place.start_ms)}`
              : `At turn ${place.turn_index + 1}`}
          </Anchor>
        </Blockquote>
      ))}
      {grounds.calls.length > 0 && (
        <Stack gap={4}>
          <Title order={2} fz="sm">
            The calls running
          </Title>
          <List size="sm">
            {grounds.calls.map((call) => (
              <List.Item key={call.evaluation_id}>
                <Anchor to="/evaluations/$evaluationId" params={{ evaluationId: call.evaluation_id }} inherit>
                  <When at={call.started_at} />
                </Anchor>
                , {percent(call.percent)}
              </List.Item>
            ))}
          </List>
        </Stack>
      )}
    </>
  );
}
