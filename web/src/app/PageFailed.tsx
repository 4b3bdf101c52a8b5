import { Box } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { ProblemNotice } from '@/parts/ProblemNotice';

/** A page that could not be shown. The rest of the console stays. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  return (
    <Box component="main" p="md" maw={640} mx="auto">
      <ProblemNotice
        error={error}
        onRetry={() => {
          reset();
          globalThis.location.reload();
        }}
      />
    </Box>
  );
}
