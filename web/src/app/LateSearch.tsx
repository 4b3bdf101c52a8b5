import { Box } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Suspense, useEffect, useEffectEvent, useRef, useState } from 'react';
import { SearchBox } from './late';

/** The search, once it is read; its keys are heard from the start. */
export function LateSearch() {
  const [asked, setAsked] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  // Once it is there, it hears them itself.
  const early = () => place.current?.querySelector('input') ?? setAsked(true);
  useHotkeys([
    ['/', early],
    ['mod+K', early, { preventDefault: true }],
  ]);
  return (
    <Box ref={place} style={{ flex: 1 }} maw={440}>
      <Suspense fallback={<Box h={36} bd="1px solid var(--debrief-line)" style={{ borderRadius: 8 }} />}>
        <SearchBox />
        {asked && (
          <Focus
            onReady={() => {
              place.current?.querySelector('input')?.focus();
              setAsked(false);
            }}
          />
        )}
      </Suspense>
    </Box>
  );
}

/** Tells once that what stands beside it is there. */
function Focus({ onReady }: { onReady: () => void }) {
  const ready = useEffectEvent(onReady);
  useEffect(() => ready(), []);
  return null;
}
