import { Box, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { asProblem } from '@/api/problems';
import type { EvaluationDetail } from '@/api/schema';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useKept } from '@/parts/useKept';
import { NOTHING, changeOf, isNothing, sizeOf, standing, type Selected, type Unsaved } from './answers';
import { errorsOf, type Parts } from './Draft';
import type { Goes } from './Place';
import { reread, saveAnswers } from './queries';
import { Outcome } from './Result';
import { ScorecardForm, type Player } from './ScorecardForm';
import { useLeftOver } from './useAnswerQueue';
import type { ReactNode } from 'react';

/** A completed evaluation being corrected: nothing changes until it is saved, and then the score is made anew. */
export function Rescore({
  evaluation,
  selected,
  player,
  onGo,
  onSelectedDone,
  onDone,
  children,
}: {
  evaluation: EvaluationDetail;
  selected: Selected | null;
  player: () => Player | null;
  onGo: Goes;
  onSelectedDone: () => void;
  onDone: () => void;
  children: (parts: Parts) => ReactNode;
}) {
  const client = useQueryClient();
  const left = useLeftOver(evaluation.id);
  const unsaved = useKept<Unsaved>(`evaluation-correction.${evaluation.id}`, left.unsaved);
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
  const problem = saving.error ? asProblem(saving.error) : null;
  const loadLatest = () => void reread(client, evaluation.id).then(() => saving.reset());
  const changes = sizeOf(unsaved.value);
  return children({
    total: (
      <Box>
        <Outcome evaluation={evaluation} />
        <Text size="xs" c="dimmed" mt={4} role="status">
          {changes === 0
            ? 'Nothing is changed yet.'
            : `${changes === 1 ? '1 change' : `${changes} changes`} not saved yet. The score is made anew on saving.`}
        </Text>
      </Box>
    ),
    scorecard: (
      <ScorecardForm
        evaluation={evaluation}
        answers={standing(evaluation.answers, unsaved.value)}
        comment={unsaved.value.comment ?? evaluation.comment}
        errors={errorsOf(problem, changeOf(unsaved.value).answers)}
        selected={selected}
        player={player}
        onGive={(answer) =>
          unsaved.set((before) => ({
            ...before,
            answers: { ...before.answers, [answer.question_id]: answer },
          }))
        }
        onRemark={(comment) => unsaved.set((before) => ({ ...before, comment }))}
        onGo={onGo}
        onSelectedDone={onSelectedDone}
        foot={
          <Stack gap="sm" mt="md">
            {problem && (
              <ProblemNotice
                error={problem}
                changing
                onRetry={
                  problem.kind === 'stale' ? loadLatest : problem.passing ? () => saving.mutate() : undefined
                }
              />
            )}
            <Group gap="xs">
              <Button
                loading={saving.isPending}
                disabled={isNothing(unsaved.value)}
                onClick={() => saving.mutate()}
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
