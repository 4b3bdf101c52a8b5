/** Comments on a conversation: read, made, changed and deleted. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import type { CommentChange, CommentView, NewComment } from '@/api/schema';

/** The comments on a conversation that one sees, oldest first, and whether one may comment. */
export const commentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['interactions', id, 'comments'],
    queryFn: ({ signal }) =>
      body(
        api.GET('/interactions/{interaction_id}/comments', {
          params: { path: { interaction_id: id } },
          signal,
        }),
      ),
  });

function useReadAnew(id: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: commentsQuery(id).queryKey });
}

/** Comment. */
export function useComment(id: string) {
  const onSuccess = useReadAnew(id);
  return useMutation({
    mutationFn: ({ comment, key }: { comment: NewComment; key: string }) =>
      body(
        api.POST('/interactions/{interaction_id}/comments', {
          params: { path: { interaction_id: id } },
          body: comment,
          headers: { 'Idempotency-Key': key },
        }),
      ),
    onSuccess,
  });
}

const at = (comment: CommentView) => ({
  path: { interaction_id: comment.interaction_id, comment_id: comment.id },
  header: { 'if-match': etag(comment) },
});

/** Change an own comment. */
export function useChangeComment(comment: CommentView) {
  const onSuccess = useReadAnew(comment.interaction_id);
  return useMutation({
    mutationFn: (change: CommentChange) =>
      body(
        api.PATCH('/interactions/{interaction_id}/comments/{comment_id}', {
          params: at(comment),
          body: change,
        }),
      ),
    onSuccess,
  });
}

/** Delete a comment. */
export function useDeleteComment(comment: CommentView) {
  const onSuccess = useReadAnew(comment.interaction_id);
  return useMutation({
    mutationFn: () =>
      body(api.DELETE('/interactions/{interaction_id}/comments/{comment_id}', { params: at(comment) })),
    onSuccess,
  });
}
