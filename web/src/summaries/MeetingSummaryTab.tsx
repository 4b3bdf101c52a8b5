import { Button, Title } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty } from '@/parts/Empty';
import { Loaded } from '@/parts/Loaded';
import { Sheet } from '@/parts/Page';
import { useFeature } from '@/session/me';
import type { Agenda } from './context';
import { GenerateDialog } from './GenerateDialog';
import { SummaryReader } from './SummaryReader';
import { forgetLists, meetingSummaryQuery } from './queries';

interface Props {
  meetingId: string;
  participantName: string;
  /** Where points of the report may be put; null where the agenda can't be written any more. */
  agenda: Agenda | null;
}

/**
 * A meeting's part "AI performance report": the report, its making, or why there is none yet.
 * Nothing of it where the feature is off.
 */
export function MeetingSummaryTab(props: Props) {
  return useFeature('feature_ai_coaching') ? <Tab {...props} /> : null;
}

function Tab({ meetingId, participantName, agenda }: Props) {
  const client = useQueryClient();
  const query = useQuery(meetingSummaryQuery(meetingId));
  const [started, setStarted] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  return (
    <Sheet>
      <Loaded query={query}>
        {(page) => {
          const summaryId = started ?? page.items[0]?.id;
          if (summaryId) {
            return (
              <SummaryReader
                summaryId={summaryId}
                agenda={agenda}
                onDeleted={() => {
                  setStarted(null);
                  client.setQueryData(meetingSummaryQuery(meetingId).queryKey, { ...page, items: [] });
                  void forgetLists(client);
                }}
              />
            );
          }
          const may = page.actions.includes('generate');
          return (
            <>
              <Title order={2}>AI performance report</Title>
              <Empty
                title="No AI performance report yet"
                action={
                  may && (
                    <Button
                      mt="sm"
                      leftSection={<IconSparkles size={16} aria-hidden />}
                      onClick={() => setAsking(true)}
                    >
                      Generate report
                    </Button>
                  )
                }
              >
                {page.message ||
                  (may
                    ? `It draws on ${participantName}’s evaluations, conversations, feedback and previous 1-to-1, and helps you prepare this one.`
                    : 'A cancelled 1-to-1 gets no report.')}
              </Empty>
            </>
          );
        }}
      </Loaded>
      <GenerateDialog
        opened={asking}
        onClose={() => setAsking(false)}
        target={{ meetingId }}
        agentName={participantName}
        onStarted={setStarted}
      />
    </Sheet>
  );
}
