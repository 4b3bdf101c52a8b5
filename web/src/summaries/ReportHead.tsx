import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Name } from '@/parts/Name';
import { Tag } from '@/parts/Tag';
import { dayOf, sayDated } from '@/parts/times';
import { When } from '@/parts/When';
import { useMe, useTimeZone } from '@/session/me';
import type { KnownSummary } from './queries';
import { SCORECARD_TYPES, analysed } from './words';
import classes from './report.module.css';

/** Who, which period, what was analysed, and who made it. */
export function ReportHead({ summary, menu }: { summary: KnownSummary; menu: ReactNode }) {
  const { sources, sharing } = summary;
  const { person } = useMe();
  const theirs = person.id === summary.agent_id;
  const type = SCORECARD_TYPES.find((each) => each.value === summary.scorecard_type);
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
      <Stack gap={4}>
        <Text size="sm" c="dimmed" className={classes.onlyPrinted}>
          AI performance report
        </Text>
        <Title order={2} fz="xl">
          <Name of={summary.agent_name} />
        </Title>
        <Text>{summary.period_label}</Text>
        <Text size="sm" c="dimmed" maw={640}>
          Analysed: {analysed(sources.evaluations, 'evaluation')},{' '}
          {analysed(sources.conversations, 'conversation')}, {sources.coaching.analysed} feedback, actions and
          1-to-1s
          {type && type.value !== 'all' && `; ${type.label.toLowerCase()} evaluations only`}
        </Text>
        <Text size="sm" c="dimmed">
          Made by <Name of={summary.requested_by_name} /> <At at={summary.ready_at ?? summary.created_at} />
          {summary.edited_at && (
            <>
              , edited by <Name of={summary.edited_by_name} /> <At at={summary.edited_at} />
            </>
          )}
        </Text>
        {!theirs && (
          <Group gap="xs" mt={4} className="no-print">
            {summary.agent_reads ? (
              <Tag tone="accent">
                {sharing
                  ? `Shared with ${summary.agent_name}, who can read this`
                  : `${summary.agent_name} can read this`}
              </Tag>
            ) : (
              <Text size="sm" c="dimmed">
                <Name of={summary.agent_name} /> can’t read this unless it is shared.
              </Text>
            )}
          </Group>
        )}
        {summary.report?.label && (
          <Text component="div" size="sm" c="dimmed" maw={640} mt={4}>
            <Tag mr={6}>Offline model</Tag>
            {summary.report.label}
          </Text>
        )}
      </Stack>
      <Group className="no-print" wrap="nowrap" gap="xs">
        {menu}
      </Group>
    </Group>
  );
}

/** When something was: as people say it, and on paper, where "today" is soon another day, with the date. */
function At({ at }: { at: string }) {
  const zone = useTimeZone();
  return (
    <>
      <When at={at} className="no-print" />
      <span className={classes.onlyPrinted}>
        on <time dateTime={at}>{sayDated(dayOf(at, zone))}</time>
      </span>
    </>
  );
}
