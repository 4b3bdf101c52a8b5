import type { ReactNode } from 'react';
import type { PerformanceFrame } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { useMay } from '@/session/me';

/**
 * How many conversations there are, which leads to their list; of 24 hours it leads nowhere: the list knows whole days.
 *
 * @param says what it leads to, for those who don't see where it stands.
 */
export function ConversationsBehind({
  frame,
  inquiry,
  says,
  children,
}: {
  frame: PerformanceFrame;
  /** Of which inquiry alone. */
  inquiry?: string;
  says: string;
  children: ReactNode;
}) {
  const may = useMay();
  if (frame.since !== null || !may('interactions.view')) return children;
  return (
    <Anchor
      to="/conversations"
      search={{
        agent: frame.agent_id,
        channel: [frame.channel],
        inquiry: inquiry === undefined ? undefined : [inquiry],
        from: frame.first_day,
        to: frame.last_day,
      }}
      inherit
      underline="always"
      display="inline-block"
      mih={24}
      aria-label={says}
    >
      {children}
    </Anchor>
  );
}
