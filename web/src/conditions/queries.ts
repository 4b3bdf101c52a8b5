/** What a condition may ask for, and trying one out. */
import { queryOptions, useMutation } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { Condition } from './tree';

export const fieldsQuery = queryOptions({
  queryKey: ['conditions', 'fields'],
  staleTime: Infinity,
  queryFn: async ({ signal }) => (await body(api.GET('/conditions/fields', { signal }))).items,
});

/** Ask it of the newest conversations; nothing is changed. */
export function useTrial() {
  return useMutation({
    mutationFn: (condition: Condition) => body(api.POST('/conditions/trials', { body: { condition } })),
  });
}
