import { Box, Button, Text } from '@mantine/core';
import { useEffect, useSyncExternalStore, type ComponentType, type ReactNode } from 'react';
import { useOnline, whenBack } from '@/session/back';
import { PartReader } from './reading';

/**
 * A part of a page that is read when it is first shown. Where it is missing a sentence stands in its place and the rest
 * of the page stays; it comes by itself with the connection, or when it is asked for again.
 *
 * @param waiting stands in its place until it is there.
 */
export function late<Props extends object>(
  fetch: () => Promise<ComponentType<Props>>,
  waiting: ReactNode = null,
): ComponentType<Props> {
  const reader = new PartReader(fetch);
  return function Late(props: Props) {
    const state = useSyncExternalStore(reader.subscribe, reader.current);
    useEffect(() => {
      void reader.read();
      return whenBack(() => void reader.read());
    }, []);
    if (state.kind === 'there') return <state.part {...props} />;
    if (state.kind === 'waiting') return waiting;
    return <Missing tries={state.tries} onRetry={() => void reader.read()} />;
  };
}

function Missing({ tries, onRetry }: { tries: number; onRetry: () => void }) {
  const online = useOnline();
  return (
    <Box role="alert" p="xs">
      <Text size="sm">
        {online
          ? 'This part could not be fetched. What you typed is kept.'
          : 'No connection. This part comes as soon as there is one again.'}
      </Text>
      {online && (
        <Button
          mt={4}
          size="compact-sm"
          variant="default"
          // A browser may keep in mind that a script was missing: then only a new document helps.
          onClick={tries > 1 ? () => globalThis.location.reload() : onRetry}
        >
          {tries > 1 ? 'Load the page anew' : 'Try again'}
        </Button>
      )}
    </Box>
  );
}
