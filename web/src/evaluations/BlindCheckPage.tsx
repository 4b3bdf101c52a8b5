import { Alert, Button, Group, Radio, Stack, Text } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { BlindCheckDetail, Question } from '@/api/schema';
import { Conversation } from '@/interactions/Conversation';
import { Anchor } from '@/parts/Anchor';
import { hasLostFocus } from '@/parts/focus';
import { Loaded } from '@/parts/Loaded';
import { counted } from '@/parts/numbers';
import { Page } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { Tag } from '@/parts/Tag';
import { useIntention } from '@/parts/useIntention';
import { useKept } from '@/parts/useKept';
import { When } from '@/parts/When';
import { chosenWords, handedIn, keptChosen, type Chosen } from './earning';
import { blindCheckQuery, useHandIn } from './earningQueries';
import { Guidance } from './Guidance';
import { Workplace } from './Workplace';

const route = getRouteApi('/signed-in/evaluations/checks/$checkId');
const fieldId = (question: string) => `check-${question}`;

/** A blind check: a few questions beside the conversation, and once they are answered what the AI had answered. */
export function BlindCheckPage() {
  const { checkId } = route.useParams();
  const query = useQuery(blindCheckQuery(checkId));
  const check = query.data;
  return (
    <Page
      title={check ? `Blind check, ${check.agent_name}` : 'Blind check'}
      above={[
        <Anchor key="list" to="/evaluations" search={{ status: 'draft' }}>
          To do
        </Anchor>,
      ]}
      subtitle={
        check && (
          <>
            <When at={check.interaction_started_at} />, {check.scorecard_name} v{check.scorecard_version}
          </>
        )
      }
    >
      <Loaded query={query}>{(loaded) => <Opened key={loaded.id} check={loaded} />}</Loaded>
    </Page>
  );
}

function Opened({ check }: { check: BlindCheckDetail }) {
  const answered = check.status === 'answered';
  useEffect(() => {
    // The form that had the focus went with being handed in.
    if (answered && hasLostFocus()) document.querySelector('h1')?.focus();
  }, [answered]);
  return (
    <Workplace
      total={
        <Text size="sm" fw={600}>
          {counted(check.question_count, 'question')}, {answered ? 'answered' : 'drawn by lot'}
        </Text>
      }
      conversation={<Conversation interactionId={check.interaction_id} evidence={NO_EVIDENCE} keys={false} />}
    >
      {answered ? <Came check={check} /> : <Answering check={check} />}
    </Workplace>
  );
}

const NO_EVIDENCE: never[] = [];

function Answering({ check }: { check: BlindCheckDetail }) {
  const kept = useKept<Record<string, string | null>>(`blind-check.${check.id}`, {});
  const chosen = keptChosen(kept.value, check.questions);
  const [missing, setMissing] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  const save = useHandIn(check.id);
  const keyOf = useIntention();
  const open = check.actions.includes('answer');
  const choose = (question: string, option: string | null) => {
    kept.set((before) => ({ ...before, [question]: option }));
    if (question === missing) setMissing(undefined);
  };
  const submit = () => {
    const given = handedIn(check.questions, chosen);
    if (given.missing !== undefined) {
      setMissing(given.missing);
      form.current?.querySelector<HTMLElement>(`[name="${fieldId(given.missing)}"]`)?.focus();
      return;
    }
    save.mutate(
      { answers: given.answers, key: keyOf(given.answers) },
      {
        onSuccess: () => {
          kept.forget();
          said('The check is handed in.');
        },
      },
    );
  };
  return (
    <form
      ref={form}
      aria-label="Blind check"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack p="md" gap="lg">
        <Alert variant="default" icon={<IconEyeOff size={18} aria-hidden />} title="Without the AI’s answers">
          You see what the AI answered, and any evaluation of this conversation, once you have handed in.
          Until then its day is left out of your reports.
        </Alert>
        {check.questions.map((question, number) => (
          <QuestionChoice
            key={question.id}
            question={question}
            number={number + 1}
            chosen={chosen}
            readOnly={!open}
            error={
              missing === question.id
                ? question.allow_na
                  ? 'Choose an answer, or N/A.'
                  : 'Choose an answer.'
                : undefined
            }
            onChoose={(option) => choose(question.id, option)}
          />
        ))}
        {save.error && <ProblemNotice error={save.error} changing onRetry={submit} />}
        {open ? (
          <Button type="submit" loading={save.isPending} style={{ alignSelf: 'flex-start' }}>
            Hand in
          </Button>
        ) : (
          <Text size="sm">The time for this check is over.</Text>
        )}
      </Stack>
    </form>
  );
}

const NOT_APPLICABLE = '\u0000';

function QuestionChoice({
  question,
  number,
  chosen,
  readOnly,
  error,
  onChoose,
}: {
  question: Question;
  number: number;
  chosen: Chosen;
  readOnly: boolean;
  error: string | undefined;
  onChoose: (option: string | null) => void;
}) {
  const is = chosen.get(question.id);
  return (
    <Radio.Group
      name={fieldId(question.id)}
      label={`${number}. ${question.text}`}
      description={<Guidance question={question} />}
      descriptionProps={{ component: 'div' }}
      error={error}
      readOnly={readOnly}
      value={is === undefined ? '' : (is ?? NOT_APPLICABLE)}
      onChange={(value) => onChoose(value === NOT_APPLICABLE ? null : value)}
    >
      <Stack gap={6} mt="xs">
        {question.options.map((option) => (
          <Radio key={option.id} value={option.id} label={option.label} />
        ))}
        {question.allow_na && <Radio value={NOT_APPLICABLE} label="N/A: it doesn’t apply" />}
      </Stack>
    </Radio.Group>
  );
}

/** What came of a check. */
function Came({ check }: { check: BlindCheckDetail }) {
  const questions = new Map(check.questions.map((question) => [question.id, question]));
  return (
    <Stack p="md" gap="md">
      {check.answers.length === 0 && (
        <Text size="sm">
          It is handed in. You assess this conversation in a calibration as well: what the AI answered opens
          to you with that.
        </Text>
      )}
      {check.answers.map((answer) => {
        const question = questions.get(answer.question_id);
        return (
          <div key={answer.question_id} role="group" aria-label={question?.text}>
            <Group justify="space-between" gap="xs">
              <Text size="sm" fw={550}>
                {question?.text}
              </Text>
              <Tag tone={answer.alike ? 'good' : 'watch'}>{answer.alike ? 'Same' : 'Different'}</Tag>
            </Group>
            <Text size="sm">
              Person: {chosenWords(answer.human, question)}. AI: {chosenWords(answer.ai, question)}.
            </Text>
          </div>
        );
      })}
      {check.evaluation_id && (
        <Anchor to="/evaluations/$evaluationId" params={{ evaluationId: check.evaluation_id }} size="sm">
          Open the evaluation
        </Anchor>
      )}
    </Stack>
  );
}
