import { Text } from '@mantine/core';
import { ProblemNotice } from '@/parts/ProblemNotice';
import type { useDraft } from './useDraft';

/** How saving stands, in words; heard by those who can't see it. */
export function SaveState({ draft }: { draft: ReturnType<typeof useDraft> }) {
  const { problem } = draft;
  return (
    <div>
      {problem?.fields.length === 0 && (
        <ProblemNotice
          error={problem}
          changing
          onRetry={() =>
            void (problem.passing ? draft.save() : draft.loadLatest()).catch(() => {
              // It is shown where this is.
            })
          }
          {...(problem.passing ? {} : { retryLabel: 'Load the latest' })}
        />
      )}
      <Text size="sm" c="dimmed" role="status" mt={problem ? 'xs' : 0}>
        {wordsFor(draft)}
      </Text>
    </div>
  );
}

function wordsFor({ saving, dirty, problem, contested }: ReturnType<typeof useDraft>): string {
  if (saving) return 'Saving …';
  if (problem?.passing) return 'Not saved. It is kept in this browser, and saved as soon as Debrief answers.';
  if (problem) return 'Not saved. What you typed is kept in this browser.';
  if (contested.length > 0) return 'Waiting for your choice between two versions.';
  return dirty ? 'Not saved yet' : 'All changes are saved';
}
