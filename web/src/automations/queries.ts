/** Reading and changing automations, and what they would change. */
import {
  mutationOptions,
  queryOptions,
  useMutation,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import type { AutomationContentInput, AutomationList, AutomationView } from '@/api/schema';

/** All cards in their order; the revision is that of the order. */
export const automationsQuery = queryOptions({
  queryKey: ['automations', 'all'],
  queryFn: ({ signal }) => body(api.GET('/automations', { signal })),
});

/** What is typed: a new card, or another form of one that there is. */
export interface Saving {
  of: AutomationView | null;
  content: AutomationContentInput;
  key: string;
}

export function useSaveAutomation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ of, content, key }: Saving) =>
      of
        ? body(
            api.PATCH('/automations/{automation_id}', {
              params: { path: { automation_id: of.id }, header: { 'if-match': etag(of) } },
              body: content,
            }),
          )
        : body(api.POST('/automations', { headers: { 'Idempotency-Key': key }, body: content })),
    onSuccess: () => client.invalidateQueries({ queryKey: automationsQuery.queryKey }),
  });
}

/** Switch a card on or off. */
export function useSwitchAutomation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ of, enabled }: { of: AutomationView; enabled: boolean }) =>
      body(
        api.PATCH('/automations/{automation_id}', {
          params: { path: { automation_id: of.id }, header: { 'if-match': etag(of) } },
          body: { enabled },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: automationsQuery.queryKey }),
  });
}

export function useDeleteAutomation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (of: AutomationView) =>
      body(
        api.DELETE('/automations/{automation_id}', {
          params: { path: { automation_id: of.id }, header: { 'if-match': etag(of) } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: automationsQuery.queryKey }),
  });
}

const ORDERING = ['automations', 'ordering'];

/**
 * Putting the cards in another order: it shows at once, and goes back when the API refuses. One order waits for the
 * other, and is made from the revision that the one before left: who presses twice has changed nothing meanwhile.
 */
export function reorderOptions(client: QueryClient) {
  const key = automationsQuery.queryKey;
  return mutationOptions({
    mutationKey: ORDERING,
    scope: { id: 'order of automations' },
    mutationFn: (items: AutomationView[]) =>
      body(
        api.PUT('/automations/order', {
          params: { header: { 'if-match': etag(client.getQueryData<AutomationList>(key) ?? {}) } },
          body: { ids: items.map(({ id }) => id) },
        }),
      ),
    onMutate: (items) => {
      client.setQueryData<AutomationList>(key, (shown) => shown && { ...shown, items });
    },
    onSuccess: (saved) => {
      const last = client.isMutating({ mutationKey: ORDERING }) === 1;
      client.setQueryData<AutomationList>(key, (shown) =>
        shown && !last ? { ...shown, revision: saved.revision } : saved,
      );
    },
    onError: () => client.invalidateQueries({ queryKey: key }),
  });
}

/** Put the cards in another order. */
export function useReorder() {
  return useMutation(reorderOptions(useQueryClient()));
}

/** Ask what a card would change. */
export function useForecast() {
  return useMutation({
    mutationFn: ({ of, content, key }: Saving) =>
      body(
        api.POST('/forecasts', {
          headers: { 'Idempotency-Key': key },
          body: {
            days: 28,
            plan: { kind: 'automation', automation_id: of?.id ?? null, content, place: null },
          },
        }),
      ),
  });
}
