import { given, text } from '@/parts/search';

/** Best responses that agents propose; `agent` narrows it to one. */
export function list(search: Record<string, unknown>) {
  return given({ agent: text(search.agent) });
}
