import { Alert, Stack, Text } from '@mantine/core';
import type { ReadAs as Found } from '@/api/schema';
import { SEPARATOR } from './words';
import { wordOf } from '@/parts/words';

/** What a file was taken for; where its encoding is a guess, what to look at. */
export function ReadAs({ found }: { found: Found }) {
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        Read as {found.encoding}, separated by {wordOf(SEPARATOR, found.separator)}.
      </Text>
      {found.guessed && found.examples.length > 0 && (
        <Alert variant="default" title="Check how these are written">
          {`${found.examples.join(' · ')}. The file doesn’t tell its encoding. Where they look wrong, save it as “CSV UTF-8” and choose it again.`}
        </Alert>
      )}
    </Stack>
  );
}
