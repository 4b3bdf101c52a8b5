/** What a score rests on. */
import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import { pagedQuery } from '@/api/queries';
import type { EvaluationItem } from '@/api/schema';

/** Somebody's scores, the newest conversation first. */
export const scoresQuery = (agent: string) =>
  pagedQuery<EvaluationItem>(['evaluations', 'list', 'scores', agent], (cursor, signal) =>
    body(api.GET('/evaluations', { params: { query: { agent_id: [agent], limit: 25, cursor } }, signal })),
  );

/** All that one of them rests on. */
export const groundsQuery = (id: string) =>
  queryOptions({
    queryKey: ['evaluations', id, 'grounds'],
    queryFn: ({ signal }) =>
      body(
        api.GET('/evaluations/{evaluation_id}/grounds', { params: { path: { evaluation_id: id } }, signal }),
      ),
  });
