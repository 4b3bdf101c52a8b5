import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { ReportSearch } from './addresses';
import { everyOf, type Days } from './periods';

/** What a report is asked for: the address, with its period settled. */
export type Asked = Omit<
  ReportSearch,
  'from' | 'to' | 'report' | 'by' | 'question' | 'section' | 'sort' | 'ascending'
> &
  Days;

/** Which figure is taken apart, and by what. */
export interface Apart {
  by: NonNullable<ReportSearch['by']>;
  scorecard: string;
  question?: string | undefined;
  section?: string | undefined;
}

const who = ({ agent, team, from, to }: Asked) => ({ agent_id: agent, team_id: team, from, to });
const which = ({ scorecard, type }: Asked) => ({ scorecard_id: scorecard ? [scorecard] : undefined, type });

/** Line Item Performance. */
export function lineItemsQuery(asked: Asked) {
  const query = { ...who(asked), ...which(asked), previous: true };
  return queryOptions({
    queryKey: ['reports', 'line-items', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET('/reports/line-items', { params: { query }, signal })),
  });
}

/** Evaluations by scorecard and type, and their course. */
export function evaluationReportQuery(asked: Asked) {
  const query = { ...who(asked), ...which(asked), every: everyOf(asked) };
  return queryOptions({
    queryKey: ['reports', 'evaluations', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET('/reports/evaluations', { params: { query }, signal })),
  });
}

/** How many evaluations of each type there are, with the report's scorecard or with any. */
export function countedQuery({ agent, team, from, to, scorecard }: Asked) {
  return evaluationReportQuery({ agent, team, from, to, ...(scorecard && { scorecard }) });
}

/** The scorecards that somebody was evaluated with in a period; everybody who sees reports may ask this. */
export function scorecardsInUseQuery({ agent, team, from, to }: Asked) {
  return queryOptions({
    ...evaluationReportQuery({ agent, team, from, to }),
    select: ({ items }) =>
      [...new Map(items.map((each) => [each.scorecard_id, each.scorecard_name]))].map(([id, name]) => ({
        id,
        name,
      })),
  });
}

/** What was answered to the questions of one scorecard. */
export function responsesQuery(asked: Asked, scorecard: string | undefined) {
  const query = { ...who(asked), type: asked.type, scorecard_id: scorecard ?? '', previous: true };
  return queryOptions({
    queryKey: ['reports', 'responses', query],
    enabled: scorecard !== undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET('/reports/responses', { params: { query }, signal })),
  });
}

/** One figure of a scorecard by person, team, version, evaluator or week. */
export function breakdownQuery(asked: Asked, { by, scorecard, question, section }: Apart) {
  const query = {
    ...who(asked),
    type: asked.type,
    scorecard_id: scorecard,
    by,
    question_id: question,
    section_id: section,
  };
  return queryOptions({
    queryKey: ['reports', 'breakdown', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET('/reports/breakdown', { params: { query }, signal })),
  });
}

/** The AI against people, and people among each other, for the questions of one scorecard. */
export function agreementQuery({ team, from, to }: Asked, scorecard: string | undefined) {
  const query = { team_id: team, from, to, scorecard_id: scorecard ?? '' };
  return queryOptions({
    queryKey: ['reports', 'agreement', query],
    enabled: scorecard !== undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET('/reports/agreement', { params: { query }, signal })),
  });
}

/** Conversations in sums and metrics, and their course. */
export function conversationsQuery(asked: Asked) {
  const query = { ...who(asked), every: everyOf(asked) };
  return queryOptions({
    queryKey: ['reports', 'conversations', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body(api.GET('/reports/conversations', { params: { query }, signal })),
  });
}
