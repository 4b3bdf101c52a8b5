import { Box, Button, Group, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { ActionView, Recommendation } from '@/api/schema';
import { Name } from '@/parts/Name';
import { Tag } from '@/parts/Tag';
import { Day } from '@/parts/When';
import { ActionDialog } from './ActionDialog';
import { Chips } from './Chips';
import { PassageText } from './Texts';
import { numberOf } from './numbers';
import type { KnownSummary } from './queries';
import classes from './report.module.css';

/** Recommendations as cards; who may, makes actions of them. */
export function Recommendations({
  summary,
  recommendations,
}: {
  summary: KnownSummary;
  recommendations: Recommendation[];
}) {
  const [open, setOpen] = useState<number | null>(null);
  const mayAdd = summary.actions.includes('add_action');
  return (
    <Stack gap="sm">
      {recommendations.map((each, index) => {
        const beside = summary.recommendation_actions[index];
        const number = numberOf(each, index);
        return (
          <Box
            key={number}
            component="article"
            className={classes.whole}
            bd="1px solid var(--debrief-line)"
            p="md"
            style={{ borderRadius: 'var(--mantine-radius-md)' }}
            aria-label={`Recommendation: ${each.area.text}`}
          >
            <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
              <Text component="h4" fw={600} m={0}>
                <PassageText passage={each.area} question={each.target?.question_id} />
              </Text>
              {mayAdd && (
                <Button
                  className="no-print"
                  size="compact-sm"
                  variant="default"
                  leftSection={<IconPlus size={14} aria-hidden />}
                  style={{ flexShrink: 0 }}
                  aria-label={`Action: ${each.area.text}`}
                  onClick={() => setOpen(number)}
                >
                  Action
                </Button>
              )}
            </Group>
            <Text mt={4}>
              <PassageText passage={each.action} question={each.target?.question_id} />
            </Text>
            <Text mt={4} c="dimmed">
              Why: <PassageText passage={each.rationale} question={each.target?.question_id} />
            </Text>
            <Chips chips={each.chips} beside={[each.action, each.rationale]} />
            {beside && beside.made.length > 0 && <Made actions={beside.made} />}
            {open === number && (
              <ActionDialog
                summary={summary}
                number={number}
                title={beside?.title ?? ''}
                description={beside?.description ?? ''}
                onClose={() => setOpen(null)}
              />
            )}
          </Box>
        );
      })}
    </Stack>
  );
}

/** What was made of a recommendation already. */
function Made({ actions }: { actions: ActionView[] }) {
  return (
    <Stack
      gap={4}
      mt="sm"
      component="ul"
      p={0}
      mb={0}
      style={{ listStyle: 'none' }}
      aria-label="Actions made of it"
    >
      {actions.map((action) => (
        <li key={action.id}>
          <Group gap="xs">
            <Tag tone={action.status === 'completed' ? 'good' : action.overdue ? 'act' : 'neutral'}>
              {action.status === 'completed' ? 'Completed' : action.overdue ? 'Overdue' : 'Open'}
            </Tag>
            <Text span size="sm">
              {action.title}
            </Text>
            <Text span size="sm" c="dimmed">
              <Name of={action.assignee_name} />
              {action.due_date && (
                <>
                  , due <Day day={action.due_date} />
                </>
              )}
            </Text>
          </Group>
        </li>
      ))}
    </Stack>
  );
}
