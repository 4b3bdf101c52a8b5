import { Box, Text } from '@mantine/core';
import type { Question } from '@/api/schema';

/** What is asked in more words, and what good and poor look like. */
export function Guidance({
  question,
}: {
  question: Pick<Question, 'description' | 'good' | 'poor' | 'context'>;
}) {
  const said = [
    { word: '', text: question.description },
    { word: 'Good: ', text: question.good },
    { word: 'Poor: ', text: question.poor },
    { word: 'Context: ', text: question.context },
  ].filter(({ text }) => text);
  if (said.length === 0) return null;
  return (
    <Box mt={4} maw={640}>
      {said.map(({ word, text }) => (
        <Text key={word} size="sm" c="dimmed" style={{ whiteSpace: 'pre-line' }}>
          {word && (
            <Text span inherit fw={600}>
              {word}
            </Text>
          )}
          {text}
        </Text>
      ))}
    </Box>
  );
}
