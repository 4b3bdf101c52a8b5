import { Group } from '@mantine/core';
import type { EvaluationDetail } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { MadeBy } from '@/parts/MadeBy';
import { Name } from '@/parts/Name';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { wordOf } from '@/parts/words';
import { useMay } from '@/session/me';
import { AnswerTag } from './AnswerTag';
import { AiStanding } from './AiStanding';
import { DrawnByLot } from './DrawnByLot';
import { Due } from './Due';
import { REVIEW_WORDS, TYPE_WORDS } from './words';

/** Of whom, with what, by whom and when: the line below the name of an evaluation. */
export function Facts({ evaluation }: { evaluation: EvaluationDetail }) {
  const may = useMay();
  const card = `${evaluation.scorecard_name}, version ${evaluation.scorecard_version}`;
  return (
    <Group gap="4px 8px">
      <span>
        <Name of={evaluation.agent_name} />
      </span>
      <span aria-hidden>·</span>
      {may('scorecards.view') ? (
        <Anchor
          to="/setup/scorecards/$scorecardId"
          params={{ scorecardId: evaluation.scorecard_id }}
          search={{ version: evaluation.scorecard_version }}
          inherit
        >
          {card}
        </Anchor>
      ) : (
        <span>{card}</span>
      )}
      <span aria-hidden>·</span>
      <MadeBy evaluation={evaluation} />
      <span aria-hidden>·</span>
      <span>
        {evaluation.completed_at ? (
          <>
            completed <When at={evaluation.completed_at} />
          </>
        ) : (
          <>
            opened <When at={evaluation.created_at} />
          </>
        )}
      </span>
      <span aria-hidden>·</span>
      <Anchor
        to="/conversations/$interactionId"
        params={{ interactionId: evaluation.interaction_id }}
        inherit
      >
        {evaluation.contact_reference}
      </Anchor>
      <Tag>{wordOf(TYPE_WORDS, evaluation.type)}</Tag>
      {evaluation.status === 'draft' && <Tag tone="accent">Draft</Tag>}
      <AnswerTag of={evaluation} />
      {evaluation.status === 'draft' && evaluation.assignment && (
        <span>
          due <Due at={evaluation.assignment.due_at} />
        </span>
      )}
      {evaluation.assignment?.draw_id && <DrawnByLot evaluationId={evaluation.id} />}
      {evaluation.provenance && <AiStanding evaluation={evaluation} />}
      {evaluation.to_review.map((reason) => (
        <Tag key={reason} tone="watch">
          {wordOf(REVIEW_WORDS, reason)}
        </Tag>
      ))}
      {evaluation.superseded_at ? (
        <Tag tone="watch">Counts no more: the conversation was replaced, or its speakers corrected</Tag>
      ) : (
        evaluation.earlier_words && <Tag tone="watch">Rests on earlier words of the conversation</Tag>
      )}
    </Group>
  );
}
