/** What the API says of calibrations. */
import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { api, body, etag } from '@/api/client';
import { forgetStandings, pagedQuery } from '@/api/queries';
import type { CalibrationChange, CalibrationView, Exchange, NewCalibration } from '@/api/schema';

const PAGE = 50;
/** How often an active one is looked at while its page stands open: others hand in meanwhile. */
const LIVE_MS = 15_000;

/** Calibrations that one looks after or takes part in, newest first. */
export const calibrationsQuery = (status: CalibrationView['status']) =>
  pagedQuery<CalibrationView>(['calibrations', 'list', status], (cursor, signal) =>
    body(api.GET('/calibrations', { params: { query: { status, limit: PAGE, cursor } }, signal })),
  );

/** One of them. */
export const calibrationQuery = (id: string) =>
  queryOptions({
    queryKey: ['calibrations', 'one', id],
    queryFn: ({ signal }) =>
      body(api.GET('/calibrations/{calibration_id}', { params: { path: { calibration_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.status === 'active' ? LIVE_MS : false),
  });

/** What a closed one came to; it changes no more. */
export const resultsQuery = (id: string) =>
  queryOptions({
    queryKey: ['calibrations', 'results', id],
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      body(
        api.GET('/calibrations/{calibration_id}/results', {
          params: { path: { calibration_id: id } },
          signal,
        }),
      ),
  });

/** Begin one. */
export function useBegin() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ made, key }: { made: NewCalibration; key: string }) =>
      body(api.POST('/calibrations', { body: made, headers: { 'Idempotency-Key': key } })),
    onSuccess: (begun) => {
      client.setQueryData(calibrationQuery(begun.id).queryKey, begun);
      forget(client);
    },
  });
}

/** Close one: what was handed in opens, and nothing more is answered. */
export function useClose(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: string) =>
      body(
        api.POST('/calibrations/{calibration_id}/closing', {
          params: { path: { calibration_id: id } },
          headers: { 'Idempotency-Key': key },
        }),
      ),
    onSuccess: (closed) => {
      client.setQueryData(calibrationQuery(id).queryKey, closed);
      forget(client);
    },
  });
}

/** Let somebody assess in the place of an assessor. */
export function useExchange(calibration: CalibrationView) {
  const client = useQueryClient();
  const { id } = calibration;
  return useMutation({
    mutationFn: ({ exchange, key }: { exchange: Exchange; key: string }) =>
      body(
        api.POST('/calibrations/{calibration_id}/exchanges', {
          params: { path: { calibration_id: id }, header: { 'if-match': etag(calibration) } },
          body: exchange,
          headers: { 'Idempotency-Key': key },
        }),
      ),
    onSuccess: (changed) => {
      client.setQueryData(calibrationQuery(id).queryKey, changed);
      forget(client);
    },
  });
}

/** Give it another name or day. */
export function useChange(calibration: CalibrationView) {
  const client = useQueryClient();
  const { id } = calibration;
  return useMutation({
    mutationFn: (change: CalibrationChange) =>
      body(
        api.PATCH('/calibrations/{calibration_id}', {
          params: { path: { calibration_id: id }, header: { 'if-match': etag(calibration) } },
          body: change,
        }),
      ),
    onSuccess: (changed) => {
      client.setQueryData(calibrationQuery(id).queryKey, changed);
      forget(client);
    },
  });
}

/** Delete one, with all that was answered in it. */
export function useDelete(calibration: CalibrationView, onDeleted: () => void) {
  const client = useQueryClient();
  const { id } = calibration;
  return useMutation({
    mutationFn: () =>
      body(
        api.DELETE('/calibrations/{calibration_id}', {
          params: { path: { calibration_id: id }, header: { 'if-match': etag(calibration) } },
        }),
      ),
    onSuccess: () => {
      onDeleted();
      client.removeQueries({ queryKey: calibrationQuery(id).queryKey });
      forget(client);
    },
  });
}

/** Have lists and figures read anew: of calibrations, and of evaluations, of which some are hidden or not any more. */
function forget(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: ['calibrations', 'list'] });
  void client.invalidateQueries({ queryKey: ['evaluations'] });
  void client.invalidateQueries({ queryKey: ['reports'] });
  forgetStandings(client);
}
