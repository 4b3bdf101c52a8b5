import { Box, Text } from '@mantine/core';
import { useOnline } from '@/session/back';

/** Says that there is no network, as long as there is none, and that nothing typed is lost by it. */
export function OfflineBar() {
  const online = useOnline();
  return (
    <Box role="status" className="no-print">
      {!online && (
        <Text
          size="sm"
          px="md"
          py={6}
          mb="md"
          bg="var(--debrief-watch)"
          c="var(--debrief-watch-text)"
          style={{ borderRadius: 'var(--mantine-radius-md)' }}
        >
          No connection. What was read stays in sight. Answers and notes of 1-to-1s are kept, and saved once
          the connection is back; whatever else you type stays in its form until you send it.
        </Text>
      )}
    </Box>
  );
}
