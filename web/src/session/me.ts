/** Who is signed in, and what they may do. The API decides; the console shows what it says. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { Me, Permission } from '@/api/schema';
import { answeredAhead } from './seems';
import { accessToken } from './session';

/** The query behind {@link useMe}. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    const known = (await answeredAhead(await accessToken())) as Me | undefined;
    return known ?? body(api.GET('/me', { signal }));
  },
  staleTime: 5 * 60_000,
});

/** The signed-in person. Only below the shell, which has read it. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** Whether the signed-in person holds a permission. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useMe();
  return (permission) => permissions.includes(permission);
}

/** Whether a feature is switched on for the account. */
export function useFeature(name: string): boolean {
  return useMe().flags.includes(name);
}

/** The account's time zone: what decides what a day is. */
export function useTimeZone(): string {
  return useMe().settings.time_zone;
}
