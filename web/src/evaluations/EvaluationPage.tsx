import { Alert, Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { ActiveCalibration, EvaluationDetail } from '@/api/schema';
import { MarkButton } from '@/assignments/MarkButton';
import { Review } from '@/disputes/Review';
import {
  Conversation,
  type ConversationHandle,
  type Evidence,
  type SelectedText,
} from '@/interactions/Conversation';
import { evaluationsOfQuery } from '@/interactions/queries';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { hasLostFocus } from '@/parts/focus';
import { useHeading } from '@/parts/Heading';
import { Loaded } from '@/parts/Loaded';
import { Page } from '@/parts/Page';
import { counted } from '@/parts/numbers';
import { useMe } from '@/session/me';
import { sizeOf } from './answers';
import { Compared, ComparedTotals } from './Compared';
import { DeleteButton } from './DeleteButton';
import { Draft, type Parts } from './Draft';
import { Facts } from './EvaluationFacts';
import type { Goes } from './Place';
import { evaluationQuery } from './queries';
import { Rescore } from './Rescore';
import { Outcome, Result } from './Result';
import { useLeftOver } from './useAnswerQueue';
import { useCompleted } from './useCompleted';
import { evaluatedBy, scorePercent } from './words';
import { Workplace } from './Workplace';

const route = getRouteApi('/signed-in/evaluations/$evaluationId');

/** An evaluation beside its conversation: answered as a draft, read once it is completed. */
export function EvaluationPage() {
  const { evaluationId } = route.useParams();
  const query = useQuery(evaluationQuery(evaluationId));
  if (query.data) return <Opened key={evaluationId} evaluation={query.data} />;
  return (
    <Page title="Evaluation">
      <Loaded query={query}>{() => null}</Loaded>
    </Page>
  );
}

function Opened({ evaluation }: { evaluation: EvaluationDetail }) {
  const navigate = useNavigate();
  const { person } = useMe();
  const { question, with: other } = route.useSearch();
  const heading = useHeading();
  const { onCompleted, further, lookOn } = useCompleted(evaluation.id);
  const [correcting, setCorrecting] = useState(false);
  const [selected, setSelected] = useState<SelectedText | null>(null);
  const handle = useRef<ConversationHandle>(null);
  // Asked for before the conversation was read: gone to as soon as it is.
  const asked = useRef<Parameters<Goes>[0]>(null);
  const player = useCallback(() => handle.current, []);
  const onGo = useCallback<Goes>((place) => {
    if (handle.current === null) asked.current = place;
    else if (place.turn !== undefined) handle.current.toTurn(place.turn);
    else if (place.ms !== undefined) handle.current.seek(place.ms);
  }, []);
  const attach = useCallback(
    (conversation: ConversationHandle | null) => {
      handle.current = conversation;
      if (!conversation || !asked.current) return;
      onGo(asked.current);
      asked.current = null;
    },
    [onGo],
  );
  const may = (action: string) => evaluation.actions.includes(action);
  const answering = evaluation.status === 'draft' && may('answer');
  const editing = answering || correcting;
  const evidence = useEvidence(evaluation);
  const beside = useQuery({
    ...evaluationQuery(other ?? ''),
    enabled: other !== undefined && !editing && evaluation.status !== 'draft',
  }).data;
  const compared = beside?.interaction_id === evaluation.interaction_id && !editing ? beside : undefined;

  useEffect(() => {
    // What had the focus went with what was completed or corrected.
    if (hasLostFocus()) document.querySelector('h1')?.focus();
  }, [answering, correcting, further]);
  useEffect(() => {
    // The address names a question: begin where its evidence was said.
    const answer = evaluation.answers.find(({ question_id }) => question_id === question);
    const quote = answer?.quote ?? answer?.opportunity;
    if (quote) onGo({ turn: quote.turn_index, ms: quote.start_ms ?? undefined });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- where it begins, and again when another one is named
  }, [question, onGo]);

  const place = (parts: Parts): ReactNode => (
    <Workplace
      total={parts.total}
      conversation={
        <Conversation
          ref={attach}
          interactionId={evaluation.interaction_id}
          evidence={evidence}
          keys={!editing}
          onSelect={editing ? setSelected : undefined}
        />
      }
    >
      {parts.scorecard}
    </Workplace>
  );
  const shared = {
    evaluation,
    selected,
    player,
    start: question,
    onGo,
    onSelectedDone: () => {
      setSelected(null);
      window.getSelection()?.removeAllRanges();
    },
    children: place,
  };
  return (
    <Page
      title={heading({ ...evaluation, at: evaluation.interaction_started_at })}
      above={[
        <Anchor key="list" to="/evaluations">
          Evaluations
        </Anchor>,
      ]}
      subtitle={
        <>
          <Facts evaluation={evaluation} />
          {evaluation.calibration && <InCalibration of={evaluation.calibration} />}
        </>
      }
      actions={
        <>
          {further && <Button onClick={lookOn}>Look further for the next</Button>}
          {!editing && <Others evaluation={evaluation} chosen={compared?.id} />}
          {!editing && evaluation.status !== 'draft' && <MarkButton of={evaluation} />}
          {evaluation.agent_id === person.id && (
            <LinkButton to="/performance/fairness" search={{ open: evaluation.id }} variant="default">
              What it rests on
            </LinkButton>
          )}
          {may('rescore') && !correcting && (
            <Button variant="default" onClick={() => setCorrecting(true)}>
              Correct answers
            </Button>
          )}
          {may('delete') && (
            <DeleteButton evaluation={evaluation} onDeleted={() => void navigate({ to: '/evaluations' })} />
          )}
        </>
      }
    >
      {answering ? (
        <Draft {...shared} onCompleted={onCompleted} />
      ) : correcting ? (
        <Rescore {...shared} onDone={() => setCorrecting(false)} />
      ) : compared ? (
        place({
          total: <ComparedTotals two={[evaluation, compared]} />,
          scorecard: <Compared two={[evaluation, compared]} onGo={onGo} />,
        })
      ) : (
        place({
          total: <Outcome evaluation={evaluation} />,
          scorecard: (
            <>
              <LeftOver evaluation={evaluation} />
              <Review evaluation={evaluation} />
              <Result evaluation={evaluation} onGo={onGo} at={question} />
            </>
          ),
        })
      )}
    </Page>
  );
}

/** That its conversation is in an active calibration. */
function InCalibration({ of }: { of: ActiveCalibration }) {
  return (
    <Text component="div" size="sm">
      This conversation is in the calibration{' '}
      <Anchor to="/evaluations/calibrations/$calibrationId" params={{ calibrationId: of.id }} inherit>
        {of.name}
      </Anchor>
      .
    </Text>
  );
}

/** The other evaluations of the same conversation with the same scorecard, each to be put beside this one. */
function Others({ evaluation, chosen }: { evaluation: EvaluationDetail; chosen: string | undefined }) {
  const others = useQuery({
    ...evaluationsOfQuery(evaluation.interaction_id),
    enabled: evaluation.status !== 'draft',
  });
  const params = { evaluationId: evaluation.id };
  if (chosen)
    return (
      <LinkButton to="/evaluations/$evaluationId" params={params} search={{}} variant="default">
        This one alone
      </LinkButton>
    );
  return (others.data?.items ?? [])
    .filter(({ id, scorecard_id }) => id !== evaluation.id && scorecard_id === evaluation.scorecard_id)
    .slice(0, 3)
    .map((each) => (
      <LinkButton
        key={each.id}
        to="/evaluations/$evaluationId"
        params={params}
        search={{ with: each.id }}
        variant="default"
      >
        Beside {each.evaluator_name ? evaluatedBy(each) : 'the AI'}, {scorePercent(each.percent)}
      </LinkButton>
    ));
}

/**
 * The turns that answers rest on, not those since which a question applies: on the customer's they would look like what was
 * shown. The same array while they don't change.
 */
function useEvidence({ answers, version }: EvaluationDetail): Evidence[] {
  return useMemo(() => {
    const texts = new Map(version.sections.flatMap(({ questions }) => questions).map((q) => [q.id, q.text]));
    return answers.flatMap(({ quote, question_id }) =>
      quote ? [{ turnIndex: quote.turn_index, label: texts.get(question_id) ?? '' }] : [],
    );
  }, [answers, version]);
}

/** Answers that were given in a draft after somebody had completed it. */
function LeftOver({ evaluation }: { evaluation: EvaluationDetail }) {
  const { unsaved } = useLeftOver(evaluation.id);
  const count = sizeOf(unsaved);
  if (count === 0) return null;
  return (
    <Alert variant="default" m="sm" title="The evaluation was completed meanwhile">
      {counted(count, 'answer')} of yours could not be saved before. They are kept: choose “Correct answers”
      to use or discard them.
    </Alert>
  );
}
