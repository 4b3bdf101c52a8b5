import type { AssignmentLine } from '@/api/schema';
import { Tag } from '@/parts/Tag';
import { tagOf } from '@/parts/words';
import { useMe } from '@/session/me';
import { START, STATUS_WORDS } from './words';

/** How an assignment stands; the agent whose it is reads that they can begin. */
export function StatusTag({ of }: { of: Pick<AssignmentLine, 'status' | 'agent_id'> }) {
  const { person } = useMe();
  const { word, tone } = tagOf(STATUS_WORDS, of.status);
  return of.status === 'yet_to_start' && of.agent_id === person.id ? (
    <Tag tone="accent">{START}</Tag>
  ) : (
    <Tag tone={tone}>{word}</Tag>
  );
}
