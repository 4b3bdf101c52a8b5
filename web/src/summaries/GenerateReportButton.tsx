import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFeature } from '@/session/me';
import { GenerateDialog } from './GenerateDialog';
import { agentSummariesQuery } from './queries';

/**
 * The button in the head of a profile: there for those who may make a report of this person, and for nobody else.
 * What it asks is what the profile's reports ask, so that it costs no request of its own beside them.
 */
export function GenerateReportButton({
  agentId,
  agentName,
  onStarted,
}: {
  agentId: string;
  agentName: string;
  /** Called with the new report's id, to slide it over the profile. */
  onStarted: (summaryId: string) => void;
}) {
  const on = useFeature('feature_ai_coaching');
  const [asking, setAsking] = useState(false);
  const { data } = useQuery({
    ...agentSummariesQuery(agentId, undefined),
    enabled: on,
    refetchInterval: false,
  });
  if (!on || !data?.actions.includes('generate')) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconSparkles size={16} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        Generate AI performance report
      </Button>
      <GenerateDialog
        opened={asking}
        onClose={() => setAsking(false)}
        target={{ agentId }}
        agentName={agentName}
        onStarted={onStarted}
      />
    </>
  );
}
