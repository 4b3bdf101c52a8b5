import { Text } from '@mantine/core';
import { When } from './When';
import { useTimeZone } from '@/session/me';
import { aboutWords, headingWords, type Spoken } from './headings';

/** What a conversation was about and when, with its reference below: how it is called in lists. */
export function Heading({ of }: { of: Spoken & { contact_reference: string; at: string } }) {
  return (
    <>
      <Text span inherit fw={550}>
        {aboutWords(of)}
      </Text>
      <Text span inherit c="dimmed" fw={400}>
        {', '}
        <When at={of.at} />
      </Text>
      <Text span display="block" size="xs" c="dimmed" fw={400}>
        {of.contact_reference}
      </Text>
    </>
  );
}

/** What a conversation was about and when, in one line, where the server has put the first into words. */
export function Headed({
  heading,
  at,
}: {
  heading: string | null | undefined;
  at: string | null | undefined;
}) {
  return (
    <>
      <Text span inherit fw={550}>
        {heading?.trim() ? heading : 'Conversation'}
      </Text>
      {at && (
        <Text span inherit c="dimmed" fw={400}>
          {', '}
          <When at={at} />
        </Text>
      )}
    </>
  );
}

/** The same as one text, for a page's name. */
export function useHeading(): (of: Spoken & { at: string }) => string {
  const zone = useTimeZone();
  return (of) => headingWords(of, zone, new Date());
}
