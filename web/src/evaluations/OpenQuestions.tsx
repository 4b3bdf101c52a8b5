import { Alert, Anchor, List } from '@mantine/core';
import type { Placed } from './answers';
import { goToQuestion } from './ScorecardForm';

/** The required questions that are still open, as links to them. */
export function OpenQuestions({ open }: { open: Placed[] }) {
  return (
    <Alert role="alert" variant="default" title="Required questions are still open">
      <List size="sm">
        {open.map(({ question, number }) => (
          <List.Item key={question.id}>
            <Anchor component="button" type="button" inherit onClick={() => goToQuestion(question.id)}>
              {number}. {question.text}
            </Anchor>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
