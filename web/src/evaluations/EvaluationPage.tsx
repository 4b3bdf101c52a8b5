import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import type { EvaluationDetail } from '@/api/schema';
import {
  Conversation,
  type ConversationHandle,
  type Evidence,
  type SelectedText,
} from '@/interactions/Conversation';
import { Anchor } from '@/parts/Anchor';
import { Loaded } from '@/parts/Loaded';
import { Page } from '@/parts/Page';
import { counted } from '@/parts/numbers';
import { sizeOf } from './answers';
import { DeleteButton } from './DeleteButton';
import { Draft, type Parts } from './Draft';
import { Facts } from './EvaluationFacts';
import type { Goes } from './Place';
import { evaluationQuery } from './queries';
import { Rescore } from './Rescore';
import { Outcome, Result } from './Result';
import { useLeftOver } from './useAnswerQueue';
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
    onGo,
    onSelectedDone: () => {
      setSelected(null);
      window.getSelection()?.removeAllRanges();
    },
    children: place,
  };
  return (
    <Page
      title={`${answering ? 'Evaluating' : 'Evaluation of'} ${evaluation.contact_reference}`}
      above={[
        <Anchor key="list" to="/evaluations">
          Evaluations
        </Anchor>,
      ]}
      subtitle={<Facts evaluation={evaluation} />}
      actions={
        <>
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
        <Draft {...shared} />
      ) : correcting ? (
        <Rescore {...shared} onDone={() => setCorrecting(false)} />
      ) : (
        place({
          total: <Outcome evaluation={evaluation} />,
          scorecard: (
            <>
              <LeftOver evaluation={evaluation} />
              <Result evaluation={evaluation} onGo={onGo} />
            </>
          ),
        })
      )}
    </Page>
  );
}

/** The turns that answers rest on. The same array while they don't change. */
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
