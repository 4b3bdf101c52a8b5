import { Alert, Anchor, List } from '@mantine/core';
import type { Answer } from '@/api/schema';
import { lacksComment, type Placed } from './answers';
import { goToQuestion } from './ScorecardForm';

/** The required questions that are still open, and answers that need a comment, as links to them. */
export function OpenQuestions({ open, answers }: { open: Placed[]; answers?: Map<string, Answer> }) {
  return (
    <Alert
      role="alert"
      variant="default"
      title={
        answers && open.every(({ question }) => lacksComment(question, answers.get(question.id)))
          ? 'Required comments are still missing'
          : 'Required questions are still open'
      }
    >
      <List size="sm">
        {open.map(({ question, number }) => (
          <List.Item key={question.id}>
            <Anchor component="button" type="button" inherit onClick={() => goToQuestion(question.id)}>
              {number}. {question.text}
            </Anchor>
            {answers && lacksComment(question, answers.get(question.id)) && ': the answer needs a comment'}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
