/** Reading and changing the channels that leave Debrief. */
import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import type { ChannelChanges, OutsideChannel, NewChannel } from '@/api/schema';

/** How often it is looked how channels get on, while the page is in sight. */
const LOOK_MS = 5_000;

export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: ({ signal }) => body(api.GET('/channels', { signal })),
  refetchInterval: LOOK_MS,
});

function again(client: QueryClient) {
  return client.invalidateQueries({ queryKey: channelsQuery.queryKey });
}

const at = (channel: OutsideChannel) => ({
  path: { channel_id: channel.id },
  header: { 'if-match': etag(channel) },
});

export function useSaveChannel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (
      asked: { of: OutsideChannel; changes: ChannelChanges } | { of: null; made: NewChannel; key: string },
    ) =>
      asked.of === null
        ? body(api.POST('/channels', { headers: { 'Idempotency-Key': asked.key }, body: asked.made }))
        : body(api.PATCH('/channels/{channel_id}', { params: at(asked.of), body: asked.changes })),
    onSuccess: () => again(client),
  });
}

export function useDeleteChannel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (channel: OutsideChannel) =>
      body(api.DELETE('/channels/{channel_id}', { params: at(channel) })),
    onSuccess: () => again(client),
  });
}

/** A new signing key; it is in the answer, this once. */
export function useNewKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ channel, hours }: { channel: OutsideChannel; hours: number }) =>
      body(
        api.PUT('/channels/{channel_id}/signing-key', {
          params: at(channel),
          body: { overlap_hours: hours },
        }),
      ),
    // An answer that holds a key isn't kept longer than it is looked at.
    gcTime: 0,
    onSuccess: () => again(client),
  });
}

export function useTestChannel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (channel: OutsideChannel) =>
      body(api.POST('/channels/{channel_id}/test', { params: { path: { channel_id: channel.id } } })),
    onSuccess: () => again(client),
  });
}

export function useRetryChannel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (channel: OutsideChannel) =>
      body(api.POST('/channels/{channel_id}/retries', { params: { path: { channel_id: channel.id } } })),
    onSuccess: () => again(client),
  });
}
