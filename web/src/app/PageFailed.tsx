import { Box, VisuallyHidden } from '@mantine/core';
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Problem } from '@/api/problems';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { whenBack } from '@/session/back';
import { PageMissing } from './PageMissing';
import { isMissingChunk } from './recovering';

/** A page that could not be shown. The rest of the console stays. */
export function PageFailed(props: ErrorComponentProps) {
  return (
    <>
      <VisuallyHidden component="h1">This page can’t be shown</VisuallyHidden>
      {isMissingChunk(props.error) ? <PageMissing /> : <Failed {...props} />}
    </>
  );
}

/** The same where there is nothing around it. */
export function AllFailed(props: ErrorComponentProps) {
  return (
    <Box component="main" p="md" maw={640} mx="auto">
      <PageFailed {...props} />
    </Box>
  );
}

function Failed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const passing = error instanceof Problem && error.passing;
  useEffect(() => {
    if (!passing) return;
    return whenBack(() => void router.invalidate());
  }, [passing, router]);
  return (
    <ProblemNotice
      error={error}
      onRetry={() => {
        reset();
        // What passes is asked for again; whatever else it was, a new document is rid of it.
        if (passing) void router.invalidate();
        else globalThis.location.reload();
      }}
    />
  );
}
