import { List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { EvaluationDetail } from '@/api/schema';
import { answered } from '@/parts/figures';
import { Loaded } from '@/parts/Loaded';
import { When } from '@/parts/When';
import { historyQuery } from './queries';
import { choiceText, questionsOf, stepText } from './words';

/** What happened to an evaluation, step by step. */
export function History({ evaluation }: { evaluation: EvaluationDetail }) {
  const query = useQuery(historyQuery(evaluation.id, evaluation.revision));
  const questions = questionsOf(evaluation);
  return (
    <Loaded query={query}>
      {({ items }) => (
        <List type="ordered" size="sm" spacing="xs" aria-label="History">
          {items.map((step) => (
            <List.Item key={step.revision}>
              {stepText(step)}
              <Text component="div" size="xs" c="dimmed">
                {step.by_name ?? (step.kind === 'completed' ? 'The AI' : 'Debrief')}, <When at={step.at} />
              </Text>
              {step.moved.map(({ question_id, before, after }) => {
                const question = questions.get(question_id);
                return (
                  <Text key={question_id} size="xs">
                    {answered(question?.text ?? question_id, choiceText(question, before))} →{' '}
                    {choiceText(question, after)}
                  </Text>
                );
              })}
            </List.Item>
          ))}
        </List>
      )}
    </Loaded>
  );
}
