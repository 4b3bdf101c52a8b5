import { Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ReplayView } from '@/api/schema';
import { useFollowing } from '@/parts/focus';
import { Lines, Loaded } from '@/parts/Loaded';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { When } from '@/parts/When';
import { useReplay } from './changes';
import { replayQuery, replaysQuery } from './queries';
import { SECTIONS } from './words';
import classes from './report.module.css';

/** Drafting once more from the kept data, and how that compares with the report as it was first written. */
export function Replays({ summaryId }: { summaryId: string }) {
  const [asked, setAsked] = useState(false);
  const query = useQuery({ ...replaysQuery(summaryId), enabled: asked });
  const replay = useReplay(summaryId);
  const earlier = useRef<HTMLDivElement>(null);
  const follow = useFollowing(asked, () => earlier.current);
  const show = () => {
    follow();
    setAsked(true);
  };
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm" c="dimmed">
        Draft once more from the same data and compare. The report stays as it is.
      </Text>
      <Button
        size="compact-sm"
        variant="default"
        loading={replay.isPending}
        onClick={() => replay.mutate(undefined, { onSuccess: () => setAsked(true) })}
      >
        Replay
      </Button>
      {replay.error && <ProblemNotice error={replay.error} onRetry={() => replay.mutate()} />}
      <div ref={earlier} tabIndex={-1} aria-live="polite" style={{ width: '100%', outline: 'none' }}>
        {asked ? (
          <Loaded query={query} skeleton={<Lines count={2} />}>
            {(replays) => (
              <ul className={classes.items}>
                {replays.map((each) => (
                  <li key={each.id}>
                    <Compared replay={each} />
                  </li>
                ))}
                {replays.length === 0 && <li>Not replayed yet.</li>}
              </ul>
            )}
          </Loaded>
        ) : (
          <Button size="compact-sm" variant="subtle" onClick={show}>
            Show earlier replays
          </Button>
        )}
      </div>
    </Stack>
  );
}

function Compared({ replay }: { replay: ReplayView }) {
  const query = useQuery(replayQuery(replay));
  return (
    <>
      <Text size="sm">
        <When at={replay.created_at} />
      </Text>
      <Loaded query={query} skeleton={<Lines count={1} />}>
        {(found) => (
          <Text size="sm" c="dimmed">
            {outcome(found)}
          </Text>
        )}
      </Loaded>
    </>
  );
}

function outcome(replay: ReplayView): string {
  if (replay.status === 'generating') return replay.progress?.sentence ?? 'Starting';
  if (replay.status === 'failed') return replay.failure?.sentence ?? 'It failed.';
  const sections = replay.equal.length + replay.differing.length;
  const prompt = replay.same_prompt ? 'Same prompt' : 'Another prompt';
  const names = replay.differing.map((each) => SECTIONS[each] ?? each).join(', ');
  return replay.differing.length
    ? `${prompt}. ${replay.equal.length} of ${sections} sections are equal; different: ${names}.`
    : `${prompt}. All ${sections} sections are equal.`;
}
