/** What would change, asked for and looked at until it is there. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, body, intention } from '@/api/client';
import type { ForecastRequestInput } from '@/api/schema';

export type Plan = ForecastRequestInput['plan'];

const RUNNING_MS = 3_000;
const FRESH_MS = 10 * 60_000;

/** A forecast of a plan over the past four weeks; asked for once for the same plan, and anew after a while. */
export function forecastQuery(plan: Plan) {
  return queryOptions({
    queryKey: ['forecasts', 'of', plan],
    staleTime: FRESH_MS,
    retry: false,
    queryFn: () =>
      body(api.POST('/forecasts', { headers: { 'Idempotency-Key': intention() }, body: { days: 28, plan } })),
  });
}

/** A forecast, looked at until it is there. */
export function useForecastResult(id: string | undefined) {
  return useQuery({
    queryKey: ['forecasts', id],
    enabled: id !== undefined,
    queryFn: ({ signal }) =>
      body(api.GET('/forecasts/{forecast_id}', { params: { path: { forecast_id: id ?? '' } }, signal })),
    refetchInterval: ({ state }) => (state.data && state.data.status !== 'running' ? false : RUNNING_MS),
  });
}
