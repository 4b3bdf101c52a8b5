import { Button, List, Popover, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { AiStandingView, CheckDrawView, EvaluationDetail } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Loaded } from '@/parts/Loaded';
import { percent } from '@/parts/numbers';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { toneOf, wordOf } from '@/parts/words';
import { useMay } from '@/session/me';
import { agreementWords, DECIDED_WORDS, standingWords, STATE_TONES } from './earning';
import { aiStandingQuery } from './earningQueries';

/** Who decided each question of an evaluation, whether the AI has earned it, and how it was drawn for a check. */
export function AiStanding({ evaluation }: { evaluation: EvaluationDetail }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const query = useQuery({ ...aiStandingQuery(evaluation.id), enabled: opened });
  return (
    <Popover opened={opened} onDismiss={close} width={420} trapFocus>
      <Popover.Target>
        <Button size="compact-xs" variant="default" onClick={toggle} aria-expanded={opened}>
          Who decided
        </Button>
      </Popover.Target>
      <Popover.Dropdown mah={480} style={{ overflowY: 'auto' }}>
        <Loaded query={query}>{(standing) => <Told evaluation={evaluation} standing={standing} />}</Loaded>
      </Popover.Dropdown>
    </Popover>
  );
}

function Told({ evaluation, standing }: { evaluation: EvaluationDetail; standing: AiStandingView }) {
  const may = useMay();
  const texts = new Map(
    evaluation.version.sections.flatMap(({ questions }) => questions).map(({ id, text }) => [id, text]),
  );
  return (
    <Stack gap="sm">
      <Text size="sm">
        {standing.must_earn
          ? 'The AI scores alone only while it has earned every question that it answers.'
          : 'The AI scores alone; whether it has earned its questions is looked at.'}
      </Text>
      <List size="sm" spacing="xs" listStyleType="none">
        {standing.questions.map((each) => (
          <List.Item key={each.question_id}>
            <Text size="sm" fw={550}>
              {texts.get(each.question_id)}
            </Text>
            <Text component="div" size="sm">
              {wordOf(DECIDED_WORDS, each.decided_by)}.{' '}
              {each.state && (
                <>
                  <Tag tone={toneOf(STATE_TONES, each.state)}>
                    {standingWords(each.state, standing.must_earn)}
                  </Tag>{' '}
                  {each.agreement && may('scorecards.view') && each.ai_question_id ? (
                    <Anchor to="/setup/ai-answers" search={{ open: each.ai_question_id }} inherit>
                      {agreementWords(each.agreement)}
                    </Anchor>
                  ) : (
                    each.agreement && agreementWords(each.agreement)
                  )}
                </>
              )}
            </Text>
          </List.Item>
        ))}
      </List>
      {standing.draw && <Drawn draw={standing.draw} texts={texts} />}
    </Stack>
  );
}

/** How it was drawn for a blind check. */
function Drawn({ draw, texts }: { draw: CheckDrawView; texts: Map<string, string> }) {
  const name = (id: string) => texts.get(id) ?? id;
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        Drawn by lot for a blind check
      </Text>
      <Text component="div" size="sm">
        <When at={draw.drawn_at} />, as {percent(draw.percent, draw.percent % 1 ? 1 : 0)} of evaluations are,
        so that it shows whether the AI answers as people do.{' '}
        {draw.checker_name && `For ${draw.checker_name}. `}
        {draw.status === 'answered' ? 'It is answered.' : 'It isn’t answered yet.'}
      </Text>
      <Text size="sm">Drawn: {draw.questions.map(name).join('; ')}</Text>
      {draw.left_out.length > 0 && (
        <Text size="sm">
          Not in the lot:{' '}
          {draw.left_out
            .map(({ question_id, why }) => `${name(question_id)} (${wordOf(LEFT_OUT_WORDS, why)})`)
            .join('; ')}
        </Text>
      )}
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        Seed {draw.seed}.{' '}
        {draw.recomputes ? 'Computed again, it comes to the same.' : 'It can’t be confirmed.'}
      </Text>
    </Stack>
  );
}

const LEFT_OUT_WORDS: Record<CheckDrawView['left_out'][number]['why'], string> = {
  by_rule: 'a rule answers it',
  enough: 'checked often enough lately',
};
