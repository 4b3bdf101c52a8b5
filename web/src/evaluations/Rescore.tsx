import { Box, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { asProblem } from '@/api/problems';
import type { EvaluationDetail } from '@/api/schema';
import type { SelectedText } from '@/interactions/Conversation';
import { counted } from '@/parts/numbers';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useKept } from '@/parts/useKept';
import {
  NOTHING,
  changeOf,
  changed,
  given,
  isClosed,
  isNothing,
  missing,
  placed,
  sizeOf,
  standing,
  type Unsaved,
} from './answers';
import { errorsOf, type Parts } from './Draft';
import { OpenQuestions } from './OpenQuestions';
import type { Goes } from './Place';
import { reread, saveAnswers } from './queries';
import { RunningTotal } from './RunningTotal';
import { ScorecardForm, type Player } from './ScorecardForm';
import { useLeftOver } from './useAnswerQueue';
import { useScoreWith } from './useScoreWith';
import { scoreText, verdict } from './words';

/** A completed evaluation being corrected: nothing changes until it is saved, and then the score is made anew. */
export function Rescore({
  evaluation,
  selected,
  player,
  start,
  onGo,
  onSelectedDone,
  onDone,
  children,
}: {
  evaluation: EvaluationDetail;
  selected: SelectedText | null;
  player: () => Player | null;
  start?: string | undefined;
  onGo: Goes;
  onSelectedDone: () => void;
  onDone: () => void;
  children: (parts: Parts) => ReactNode;
}) {
  const client = useQueryClient();
  const left = useLeftOver(evaluation.id);
  const unsaved = useKept<Unsaved>(`evaluation-correction.${evaluation.id}`, left.unsaved);
  const [asked, setAsked] = useState(false);
  const total = useScoreWith(evaluation, unsaved.value);
  const change = ({ answers = {}, ...more }: Partial<Unsaved>) =>
    unsaved.set((before) =>
      changed(evaluation, { ...before, ...more, answers: { ...before.answers, ...answers } }),
    );
  const forget = () => {
    unsaved.forget(NOTHING);
    left.drop();
  };
  const saving = useMutation({
    mutationFn: () => saveAnswers(client, evaluation.id, changeOf(unsaved.value), 'completed'),
    onSuccess: () => {
      forget();
      said('Saved, and scored anew.');
      onDone();
    },
  });
  const loading = useMutation({
    mutationFn: () => reread(client, evaluation.id),
    onSuccess: () => saving.reset(),
  });
  const problem = saving.error ? asProblem(saving.error) : null;
  const questions = placed(evaluation.version);
  const answers = standing(evaluation.answers, unsaved.value);
  const open = missing(questions, answers);
  return children({
    total: (
      <Box>
        <RunningTotal
          score={total.score}
          format={evaluation.version.format}
          answered={questions.filter(({ question }) => isClosed(answers.get(question.id))).length}
          of={questions.length}
          final
          beside={<Changes of={sizeOf(unsaved.value)} />}
        />
        <Group gap="xs" mt={4}>
          {evaluation.score && (
            <Text size="xs" c="dimmed">
              Saved: {scoreText(evaluation.score, evaluation.version.format)},{' '}
              {verdict(evaluation.score).word.toLowerCase()}
            </Text>
          )}
          {total.score === null && (
            <Text size="xs" role="status">
              The new total can’t be told just now.{' '}
              <Button size="compact-xs" variant="subtle" onClick={total.askAgain}>
                Ask again
              </Button>
            </Text>
          )}
        </Group>
      </Box>
    ),
    scorecard: (
      <ScorecardForm
        evaluation={evaluation}
        answers={answers}
        comment={unsaved.value.comment ?? evaluation.comment}
        errors={errorsOf(problem, changeOf(unsaved.value).answers)}
        selected={selected}
        player={player}
        start={start}
        onGive={(id, part) =>
          change({ answers: { [id]: given(id, answers.get(id), part, unsaved.value.answers[id]?.agrees) } })
        }
        onRemark={(comment) => change({ comment })}
        onGo={onGo}
        onSelectedDone={onSelectedDone}
        foot={
          <Stack gap="sm" mt="md">
            {problem && (
              <ProblemNotice
                error={problem}
                changing
                onRetry={
                  problem.kind === 'stale'
                    ? () => loading.mutate()
                    : problem.passing
                      ? () => saving.mutate()
                      : undefined
                }
              />
            )}
            {loading.error && <ProblemNotice error={loading.error} changing />}
            {asked && open.length > 0 && <OpenQuestions open={open} answers={answers} />}
            <Group gap="xs">
              <Button
                loading={saving.isPending}
                disabled={isNothing(unsaved.value)}
                onClick={() => {
                  setAsked(true);
                  if (open.length === 0) saving.mutate();
                }}
              >
                Save changes
              </Button>
              <Button
                variant="default"
                onClick={() => {
                  forget();
                  onDone();
                }}
              >
                Discard changes
              </Button>
            </Group>
          </Stack>
        }
      />
    ),
  });
}

function Changes({ of }: { of: number }) {
  return (
    <Text size="sm" c="dimmed" role="status">
      {of === 0 ? 'Nothing changed yet' : `${counted(of, 'change')} not saved`}
    </Text>
  );
}
