import { Alert, Button, Group, Kbd, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconSparkles } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { intention } from '@/api/client';
import { asProblem, type Problem } from '@/api/problems';
import type { EvaluationDetail } from '@/api/schema';
import type { SelectedText } from '@/interactions/Conversation';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { AiStatus, goToAiStatus } from './AiStatus';
import { changeOf, isClosed, isForAi, missing, placed, standing } from './answers';
import { TYPING_MS } from './answerQueue';
import { CONCLUDES, useArrival } from './arriving';
import { decided } from './merging';
import { OpenQuestions } from './OpenQuestions';
import type { Goes } from './Place';
import { askAi, complete, reread } from './queries';
import { RunningTotal } from './RunningTotal';
import { SavingState } from './SavingState';
import { ScorecardForm, goToQuestion, type Player } from './ScorecardForm';
import { Undecided } from './Undecided';
import { useAnswerQueue } from './useAnswerQueue';
import * as whyNot from './whyNot';

const ASK_ID = 'ask-ai';

type Doing = 'ai' | 'completion' | 'next' | 'latest';

/** What stands around the form: the running total and the scorecard, put beside the conversation by the page. */
export interface Parts {
  total: ReactNode;
  scorecard: ReactNode;
}

/**
 * A draft being answered; every answer is saved as it is given.
 *
 * @param onCompleted it is; `next` when the next conversation is asked for.
 */
export function Draft({
  evaluation: shown,
  selected,
  player,
  start,
  onGo,
  onSelectedDone,
  onCompleted,
  children,
}: {
  evaluation: EvaluationDetail;
  selected: SelectedText | null;
  player: () => Player | null;
  start?: string | undefined;
  onGo: Goes;
  onSelectedDone: () => void;
  onCompleted: (next: boolean) => Promise<void>;
  children: (parts: Parts) => ReactNode;
}) {
  const client = useQueryClient();
  const { queue, state, evaluation } = useAnswerQueue(shown);
  const arrival = useArrival();
  const [key, setKey] = useState(intention);
  const [doing, setDoing] = useState<Doing | null>(null);
  const [failed, setFailed] = useState<{ what: Doing; problem: Problem } | null>(null);
  const [asked, setAsked] = useState(false);
  const questions = placed(evaluation.version);
  const answers = standing(evaluation.answers, state.unsaved);
  const open = missing(questions, answers);
  const forAi = questions.filter((each) => isForAi(each, answers.get(each.question.id)));
  const may = (action: string) => evaluation.actions.includes(action);

  const run = async (what: 'ai' | 'completion' | 'next') => {
    setDoing(what);
    setFailed(null);
    try {
      await queue.alone(() =>
        what === 'ai' ? askAi(client, evaluation.id, key) : complete(client, evaluation.id, key, answers),
      );
      if (what !== 'ai') {
        said('The evaluation is completed.');
        await onCompleted(what === 'next');
      }
      // The button that was pressed goes.
      else if ([ASK_ID, ''].includes(document.activeElement?.id ?? '')) goToAiStatus();
      setKey(intention());
    } catch (error) {
      const found = asProblem(error);
      // What kept the answers from being saved is told beside them.
      if (queue.current().problem === null) setFailed({ what, problem: found });
      if (found.status !== 0 && found.status < 500) setKey(intention());
    } finally {
      setDoing(null);
    }
  };
  const loadLatest = async () => {
    setDoing('latest');
    setFailed(null);
    try {
      await reread(client, evaluation.id);
      queue.reconsider();
    } catch (error) {
      setFailed({ what: 'latest', problem: asProblem(error) });
    } finally {
      setDoing(null);
    }
  };
  const retry = (what: 'ai' | 'completion' | 'next', problem: Problem) => {
    if (problem.kind === 'stale') return () => void loadLatest();
    return problem.passing ? () => void run(what) : undefined;
  };
  const conclude = (what: 'completion' | 'next') => {
    if (doing !== null) return;
    setAsked(true);
    const [first] = open;
    if (first) goToQuestion(first.question.id);
    else void run(what);
  };
  /** Complete, and go on to the next; returns why not, where something else keeps it than open questions. */
  const concludeAndGoOn = (by: 'key' | 'mouse'): string | undefined => {
    if (doing !== null) return undefined;
    const press = arrival.press(by, open.length > 0);
    if (press === 'heard') conclude('next');
    return { heard: undefined, early: whyNot.justOpened(open.length), unseen: whyNot.NOT_LOOKED_AT }[press];
  };
  const save = () => void queue.flush().catch(() => undefined);

  return children({
    total: (
      <RunningTotal
        score={evaluation.score}
        format={evaluation.version.format}
        answered={questions.filter(({ question }) => isClosed(answers.get(question.id))).length}
        of={questions.length}
        beside={<SavingState state={state} onSave={save} />}
      />
    ),
    scorecard: (
      <>
        <Stack gap="xs" px="md" pt="sm">
          {state.problem && (
            <ProblemNotice
              error={state.problem}
              changing
              // Saving again doesn't mend that the evaluation is no longer a draft.
              onRetry={state.problem.kind === 'conflict' ? () => void loadLatest() : save}
              retryLabel={state.problem.kind === 'conflict' ? 'Load the latest' : 'Try again'}
            />
          )}
          <Undecided
            evaluation={evaluation}
            unsaved={state.unsaved}
            undecided={state.undecided}
            onDecide={(which, stands) => {
              setFailed(null);
              queue.decide(which, stands);
            }}
          />
          {failed?.what === 'latest' && <ProblemNotice error={failed.problem} changing />}
          {failed?.what === 'ai' && (
            <ProblemNotice error={failed.problem} changing onRetry={retry('ai', failed.problem)} />
          )}
          <AiStatus evaluation={evaluation} left={forAi.length} />
          {evaluation.ai_answering?.status === 'failed' && (
            <Alert
              role="alert"
              variant="default"
              icon={<IconAlertTriangle color="var(--debrief-act-line)" />}
              title="The AI didn’t answer"
            >
              <Text size="sm">{evaluation.ai_answering.sentence}</Text>
            </Alert>
          )}
          {may('ask_ai') && forAi.length > 0 && (
            <Group gap="xs">
              <Button
                size="xs"
                variant="light"
                id={ASK_ID}
                leftSection={<IconSparkles size={15} aria-hidden />}
                loading={doing === 'ai'}
                onClick={() => void run('ai')}
              >
                Let the AI answer {forAi.length === 1 ? '1 question' : `${forAi.length} questions`}
              </Button>
              <Text size="xs" c="dimmed">
                What you answered stays.
              </Text>
            </Group>
          )}
        </Stack>
        <ScorecardForm
          evaluation={evaluation}
          answers={answers}
          comment={state.unsaved.comment ?? evaluation.comment}
          errors={errorsOf(state.problem, changeOf(decided(state.unsaved, state.undecided)).answers)}
          selected={selected}
          player={player}
          start={start}
          {...(may('complete') && { onComplete: () => concludeAndGoOn('key') })}
          onGive={(id, change, typed) => queue.give(id, change, typed ? TYPING_MS : undefined)}
          onRemark={(comment) => queue.remark(comment)}
          onGo={onGo}
          onSelectedDone={onSelectedDone}
          foot={
            <Stack gap="sm" mt="md">
              {(failed?.what === 'completion' || failed?.what === 'next') && (
                <ProblemNotice error={failed.problem} changing onRetry={retry(failed.what, failed.problem)} />
              )}
              {asked && open.length > 0 && <OpenQuestions open={open} answers={answers} />}
              {may('complete') && (
                <Group>
                  <Button
                    loading={doing === 'next'}
                    aria-keyshortcuts="Control+Enter"
                    rightSection={
                      <Group gap={2} wrap="nowrap" visibleFrom="md" aria-hidden>
                        <Kbd size="xs">Ctrl</Kbd>
                        <Kbd size="xs">Enter</Kbd>
                      </Group>
                    }
                    {...CONCLUDES}
                    onClick={() => concludeAndGoOn('mouse')}
                  >
                    Complete and next
                  </Button>
                  <Button
                    variant="default"
                    loading={doing === 'completion'}
                    onClick={() => conclude('completion')}
                  >
                    Complete evaluation
                  </Button>
                </Group>
              )}
            </Stack>
          }
        />
      </>
    ),
  });
}

/** What the API said of single answers, by question: it points into the answers that were sent. */
export function errorsOf(problem: Problem | null, sent: { question_id: string }[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { pointer, message } of problem?.fields ?? []) {
    const place = /^\/answers\/(\d+)/.exec(pointer)?.[1];
    const answer = place === undefined ? undefined : sent[Number(place)];
    if (answer) found[answer.question_id] = message;
  }
  return found;
}
