import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Anchor } from '@/parts/Anchor';
import { useHeading } from '@/parts/Heading';
import { Lines } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useKeys } from '@/parts/useKeys';
import type { Asked } from './FlagActs';
import { FlagDetail } from './FlagDetail';
import { flagQuery } from './queries';

const route = getRouteApi('/signed-in/flags/$flagId');

/** One flag whole: where a notice leads. */
export function FlagPage() {
  const { flagId } = route.useParams();
  const heading = useHeading();
  const query = useQuery(flagQuery(flagId));
  const [asked, setAsked] = useState<Asked | null>(null);
  const { data, error } = query;
  useKeys(
    { r: () => setAsked('resolve'), s: () => setAsked('snooze'), h: () => setAsked('hand_over') },
    () => undefined,
  );
  const above = [
    <Anchor key="list" to="/flags" search={{ queue: data?.queue === 'quality' ? 'quality' : undefined }}>
      Flags
    </Anchor>,
  ];
  if (!data)
    return (
      <Page title={error ? 'Flag' : 'Loading …'} above={above}>
        {error ? <ProblemNotice error={error} onRetry={() => void query.refetch()} /> : <Lines count={6} />}
      </Page>
    );
  const { about } = data;
  return (
    <Page
      title={heading({ ...about, queue: '', at: about.interaction_started_at })}
      above={above}
      subtitle={
        <>
          <Name of={data.agent_name} /> · {about.contact_reference}
        </>
      }
    >
      <Sheet>
        <FlagDetail flag={data} asked={asked} onAsk={setAsked} onReload={() => query.refetch()} />
      </Sheet>
    </Page>
  );
}
