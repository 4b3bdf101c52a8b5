import { Box, Divider, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Answer, EvaluationDetail, Question, SectionScore } from '@/api/schema';
import { answered } from '@/parts/figures';
import { Tag } from '@/parts/Tag';
import { AiReason } from './AiReason';
import { ownEvidence, standing, NOTHING } from './answers';
import { QuoteLink, type Goes } from './Place';
import { Provenance } from './Provenance';
import classes from './Question.module.css';
import { ScoreFigure } from './ScoreFigure';
import { failsWhat, hundredths, pointsOf, scorePercent, verdict, withoutOption } from './words';

/** What an evaluation came to, in one line: the score and the verdict. */
export function Outcome({ evaluation }: { evaluation: EvaluationDetail }) {
  const { score, version } = evaluation;
  if (!score) return null;
  const { word, tone } = verdict(score);
  return (
    <Box>
      <Text size="xs" c="dimmed">
        {evaluation.status === 'draft' ? 'Running total, open questions count zero' : 'Score'}
      </Text>
      <Group gap="sm" align="baseline" role="group" aria-label="Score">
        <ScoreFigure score={score} format={version.format} size="xl" />
        <Tag tone={tone}>{word}</Tag>
        <Text size="xs" c="dimmed">
          pass mark {hundredths(version.pass_mark)}%
        </Text>
      </Group>
    </Box>
  );
}

/** A scored evaluation by sections, each answer with its reason. */
export function Result({
  evaluation,
  onGo,
  at,
}: {
  evaluation: EvaluationDetail;
  /** Goes to a place of the conversation beside; without it places are links to the interaction. */
  onGo?: Goes;
  /** The question to begin at, by its id. */
  at?: string | undefined;
}) {
  const { score, version } = evaluation;
  const answers = standing(evaluation.answers, NOTHING);
  const sections = new Map(score?.sections.map((each) => [each.section_id, each]));
  return (
    <Box>
      {score && score.failed_by.length > 0 && (
        <Box px="md" pt="md">
          <Failures evaluation={evaluation} answers={answers} />
        </Box>
      )}
      {version.sections.map((section, index) => (
        <Box key={section.id} component="section" aria-labelledby={`result-${section.id}`}>
          {index > 0 && <Divider />}
          <Box px="md" pt="md" pb={4}>
            <SectionHead
              id={`result-${section.id}`}
              title={section.title}
              score={sections.get(section.id)}
              weighted={version.format === 'percentage'}
            />
          </Box>
          <Stack gap="md" px="md" pb="md" pt={4}>
            {section.questions.map((question) => (
              <AnswerLine
                key={question.id}
                question={question}
                answer={answers.get(question.id)}
                evaluation={evaluation}
                onGo={onGo}
                begins={question.id === at}
              />
            ))}
          </Stack>
        </Box>
      ))}
      {evaluation.comment && (
        <>
          <Divider />
          <Box p="md">
            <Title order={2} size="h3">
              Comment
            </Title>
            <Remark comment={evaluation.comment} />
          </Box>
        </>
      )}
      {evaluation.provenance && (
        <>
          <Divider />
          <Box p="md">
            <Provenance provenance={evaluation.provenance} />
          </Box>
        </>
      )}
    </Box>
  );
}

/** Which answers failed something at once, in a sentence. */
function Failures({
  evaluation: { score, version },
  answers,
}: {
  evaluation: EvaluationDetail;
  answers: Map<string, Answer>;
}) {
  const questions = version.sections.flatMap((section) => section.questions);
  const said = questions
    .filter(({ id }) => score?.failed_by.includes(id))
    .map((question) => {
      const option = question.options.find(({ id }) => id === answers.get(question.id)?.option_id);
      const what = option && failsWhat(option);
      return `“${answered(question.text, option?.label ?? '')}” ${what ?? ''}`;
    });
  return (
    <Text size="sm" c="var(--debrief-act-text)" fw={550}>
      {score?.auto_failed ? 'Failed automatically, so the score is 0: ' : 'A section failed automatically: '}
      {said.join('; ')}.
    </Text>
  );
}

function SectionHead({
  id,
  title,
  score,
  weighted,
}: {
  id: string;
  title: string;
  score: SectionScore | undefined;
  /** Sections count by their weights: their points say nothing of the score. */
  weighted: boolean;
}) {
  return (
    <Group justify="space-between" gap="xs" align="baseline">
      <Title order={2} size="h3" id={id}>
        {title}
      </Title>
      {score && (
        <Group gap="xs" align="baseline">
          {score.auto_failed && <Tag tone="act">Section auto-failed</Tag>}
          <Text size="sm" fw={600}>
            {score.not_applicable ? 'N/A' : scorePercent(score.percent)}
          </Text>
          <Text size="xs" c="dimmed">
            {weighted
              ? `weight ${hundredths(score.effective_weight)}%`
              : pointsOf(score.earned, score.possible)}
          </Text>
        </Group>
      )}
    </Group>
  );
}

function AnswerLine({
  question,
  answer,
  evaluation,
  onGo,
  begins,
}: {
  question: Question;
  answer: Answer | undefined;
  evaluation: EvaluationDetail;
  onGo: Goes | undefined;
  /** Whether the page begins here. */
  begins: boolean;
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!begins) return;
    place.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: 'nearest' });
  }, [begins]);
  const option = question.options.find(({ id }) => id === answer?.option_id);
  const best = Math.max(0, ...question.options.map(({ points }) => points));
  const failed = option && failsWhat(option);
  const evidence = ownEvidence(answer);
  return (
    <Box
      ref={place}
      className={classes.answer}
      data-marked={begins ? '' : undefined}
      role="group"
      aria-label={question.text}
      tabIndex={begins ? -1 : undefined}
    >
      <Group justify="space-between" wrap="nowrap" gap="sm" align="flex-start">
        <Text size="sm" fw={550}>
          {question.text}
          {question.compliance && (
            <Text span c="dimmed" fw={400} size="xs">
              {' '}
              compliance
            </Text>
          )}
        </Text>
        <Group gap="xs" wrap="nowrap" align="baseline">
          {option && (
            <Tag tone={option.auto_fail !== 'none' ? 'act' : option.passes ? 'good' : 'watch'}>
              {option.label}
            </Tag>
          )}
          {!option && <Tag>{withoutOption(answer)}</Tag>}
          {option && best > 0 && evaluation.version.format === 'points' && (
            <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              {hundredths(option.points * question.weight)} of {hundredths(best * question.weight)}
            </Text>
          )}
        </Group>
      </Group>
      {failed && (
        <Text size="xs" c="var(--debrief-act-text)">
          This answer {failed}.
        </Text>
      )}
      {answer?.comment && <Remark comment={answer.comment} />}
      {evidence && <QuoteLink quote={evidence} interactionId={evaluation.interaction_id} onGo={onGo} />}
      {answer?.answered_by === 'ai' && (
        <AiReason answer={answer} interactionId={evaluation.interaction_id} onGo={onGo} />
      )}
    </Box>
  );
}

function Remark({ comment }: { comment: string }) {
  return (
    <Text size="sm" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
      {comment}
    </Text>
  );
}
