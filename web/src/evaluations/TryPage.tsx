import { Button, Group, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Answer, NewContent, ScorecardDetail, ScorecardVersion } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Empty } from '@/parts/Empty';
import { Loaded } from '@/parts/Loaded';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { scorecardQuery, tryQuery } from '@/scorecards/queries';
import { useCard } from '@/scorecards/useCard';
import { given, isClosed, missing, placed, standing, type OwnAnswer } from './answers';
import { RunningTotal } from './RunningTotal';
import { ScorecardForm } from './ScorecardForm';

const route = getRouteApi('/signed-in/setup/scorecards/$scorecardId/try');
/** How long no choice must have changed before the API is asked. */
const SETTLED_MS = 250;

/** A scorecard as evaluators see it, with what isn't saved yet: answered, scored, and forgotten. */
export function TryPage() {
  const { scorecardId } = route.useParams();
  const query = useQuery(scorecardQuery(scorecardId));
  if (query.data) return <Opened key={scorecardId} scorecard={query.data} />;
  return (
    <Page title="Preview">
      <Loaded query={query}>{() => null}</Loaded>
    </Page>
  );
}

function Opened({ scorecard }: { scorecard: ScorecardDetail }) {
  const { card, touched } = useCard(scorecard);
  const version: ScorecardVersion = useMemo(
    () => ({ ...card.content, scorecard_id: scorecard.id, number: scorecard.current_version }),
    [card.content, scorecard.id, scorecard.current_version],
  );
  const edits = scorecard.actions.includes('edit');
  const [round, setRound] = useState(0);
  return (
    <Page
      title={`Preview of ${card.name}`}
      above={[
        <Anchor key="list" to="/setup/scorecards">
          Scorecards
        </Anchor>,
        <Anchor key="one" to="/setup/scorecards/$scorecardId" params={{ scorecardId: scorecard.id }}>
          {scorecard.name}
        </Anchor>,
      ]}
      subtitle={`As evaluators see it${touched ? ', with what isn’t saved yet' : ''}. Nothing of it is kept.`}
      actions={
        <>
          <Button variant="default" onClick={() => setRound(round + 1)}>
            Start over
          </Button>
          {edits && (
            <Button
              renderRoot={(props) => (
                <Link
                  to="/setup/scorecards/$scorecardId/edit"
                  params={{ scorecardId: scorecard.id }}
                  {...props}
                />
              )}
            >
              Back to editing
            </Button>
          )}
        </>
      }
    >
      {version.sections.some(({ questions }) => questions.length > 0) ? (
        <Trying key={round} version={version} content={card.content} />
      ) : (
        <Empty title="There is nothing to answer yet">Add a section with a question.</Empty>
      )}
    </Page>
  );
}

/** The answers that an evaluation opens with: those that are preselected for people. */
function preselected(version: ScorecardVersion): Record<string, OwnAnswer> {
  return Object.fromEntries(
    placed(version)
      .filter(
        ({ question }) =>
          question.answerer === 'human' && (question.default_option_id ?? question.default_not_applicable),
      )
      .map(({ question }) => [
        question.id,
        {
          ...given(question.id, undefined, {}),
          option_id: question.default_option_id ?? null,
          not_applicable: question.default_not_applicable,
        },
      ]),
  );
}

function Trying({ version, content }: { version: ScorecardVersion; content: NewContent }) {
  const [own, setOwn] = useState(() => preselected(version));
  const [comment, setComment] = useState('');
  const answers: Map<string, Answer> = standing([], { answers: own, comment: null });
  const questions = placed(version);
  const choices = useMemo(
    () =>
      Object.values(own).map(({ question_id, option_id, not_applicable }) => ({
        question_id,
        option_id: option_id ?? null,
        not_applicable,
      })),
    [own],
  );
  const [settled] = useDebouncedValue(choices, SETTLED_MS);
  const score = useQuery(tryQuery(content, settled));
  const left = missing(questions, answers);
  return (
    <Sheet pad={false}>
      <Group p="md" style={{ position: 'sticky', top: 0, zIndex: 2, background: 'var(--debrief-raised)' }}>
        <div style={{ flex: 1 }}>
          <RunningTotal
            score={score.data}
            format={version.format}
            answered={questions.filter(({ question }) => isClosed(answers.get(question.id))).length}
            of={questions.length}
            final={left.length === 0}
            beside={
              <Text size="sm" c="dimmed">
                {left.length === 0 ? 'Could be completed' : `${left.length} still missing`}
              </Text>
            }
          />
        </div>
      </Group>
      {score.error && <ProblemNotice error={score.error} onRetry={() => void score.refetch()} />}
      <ScorecardForm
        evaluation={{ version, interaction_id: '' }}
        answers={answers}
        comment={comment}
        errors={{}}
        selected={null}
        player={() => null}
        onGive={(id, change) => setOwn((before) => ({ ...before, [id]: given(id, answers.get(id), change) }))}
        onRemark={setComment}
        onGo={() => undefined}
        onSelectedDone={() => undefined}
        foot={null}
      />
    </Sheet>
  );
}
