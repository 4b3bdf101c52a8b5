import { Box, Button, Group, Stack, Text, Title, UnstyledButton, VisuallyHidden } from '@mantine/core';
import {
  IconBell,
  IconCalendarEvent,
  IconCalendarOff,
  IconCalendarTime,
  IconClipboardCheck,
  IconCoin,
  IconFlag,
  IconMessageReport,
  IconMessage,
  IconClipboardList,
  IconReportAnalytics,
  IconUsersGroup,
  type TablerIcon,
} from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { itemsOf } from '@/api/queries';
import type { NoticeView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Empty } from '@/parts/Empty';
import { Lines } from '@/parts/Loaded';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { When } from '@/parts/When';
import classes from './NoticeList.module.css';
import { noticesQuery, useRead, useReadAll } from './queries';

const ICONS: Record<string, TablerIcon> = {
  meeting_scheduled: IconCalendarEvent,
  meeting_moved: IconCalendarTime,
  meeting_changed: IconCalendarTime,
  meeting_cancelled: IconCalendarOff,
  summary_shared: IconReportAnalytics,
  report_ready: IconReportAnalytics,
  evaluation_completed: IconClipboardCheck,
  evaluation_changed: IconClipboardCheck,
  evaluation_unanswered: IconClipboardCheck,
  dispute_raised: IconMessageReport,
  dispute_undecided: IconMessageReport,
  dispute_decided: IconMessageReport,
  calibration_assigned: IconUsersGroup,
  calibration_due: IconCalendarTime,
  calibration_closed: IconUsersGroup,
  comment_tagged: IconMessage,
  evaluation_assigned: IconClipboardCheck,
  evaluations_drawn: IconClipboardList,
  coaching_assigned: IconClipboardList,
  coaching_completed: IconClipboardList,
  ai_question_changed: IconClipboardCheck,
  plan_started: IconClipboardList,
  plan_ended: IconClipboardList,
  pairing_asked: IconUsersGroup,
  pairing_answered: IconUsersGroup,
  pairing_agreed: IconUsersGroup,
  proposal_made: IconMessage,
  proposal_decided: IconMessage,
  flag_compliance: IconFlag,
  flag_pattern: IconFlag,
  flag_quality: IconFlag,
  flag_handed_over: IconFlag,
  flag_back: IconFlag,
  coaching_log_written: IconClipboardList,
  coaching_log_released: IconClipboardList,
  coaching_log_acknowledged: IconClipboardList,
  practice_to_approve: IconMessage,
  practice_for_you: IconMessage,
  practice_to_score: IconMessage,
  practice_passed: IconMessage,
  budget: IconCoin,
};

/**
 * What one was told, newest first.
 *
 * @param onLeave called when a place is gone to.
 */
export function NoticeList({ onLeave }: { onLeave: () => void }) {
  // However short ago it was read: who opens it wants to know what there is now.
  const query = useInfiniteQuery({ ...noticesQuery, refetchOnMount: 'always' });
  const all = useReadAll();
  const one = useRead();
  const items = itemsOf(query);
  const newest = items[0];
  const unread = items.some((each) => !each.read_at);
  // Its code may come after the focus was moved into the popover; a screen reader then begins with its name.
  const heading = useRef<HTMLHeadingElement>(null);
  const toHeading = () => heading.current?.focus({ preventScroll: true });
  useEffect(toHeading, []);
  const list = useRef<HTMLDivElement>(null);
  // What was pressed is disabled meanwhile or gone afterwards: the focus goes to the first one that came.
  const before = useRef<number>(undefined);
  const loadMore = () => {
    before.current = items.length;
    toHeading();
    void query.fetchNextPage();
  };
  useEffect(() => {
    const there = before.current;
    if (there === undefined || items.length <= there) return;
    before.current = undefined;
    const first = list.current?.children[there]?.firstElementChild;
    if (first instanceof HTMLElement && document.activeElement === heading.current) first.focus();
  }, [items.length]);
  return (
    <Box>
      <Group justify="space-between" px="md" py="sm" className={classes.head}>
        <Title order={2} size="h3" ref={heading} tabIndex={-1} data-autofocus className={classes.heading}>
          Notices
        </Title>
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="subtle"
            disabled={!unread || all.isPending}
            onClick={() => {
              if (!newest) return;
              // It is disabled from now on, and the keyboard would be outside of the list.
              toHeading();
              all.mutate(newest);
            }}
          >
            Mark all read
          </Button>
          <Anchor to="/preferences" size="sm" onClick={onLeave}>
            Choose what
          </Anchor>
        </Group>
      </Group>
      <Box className={classes.scroll} tabIndex={-1}>
        {(all.error ?? one.error) && (
          <Box p="sm">
            <ProblemNotice error={all.error ?? one.error} />
          </Box>
        )}
        {query.isPending && (
          <Box p="md" aria-busy="true">
            <Lines count={5} />
          </Box>
        )}
        {query.error && !query.isFetchNextPageError && (
          <Box p="sm">
            <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
          </Box>
        )}
        {query.isSuccess && items.length === 0 && (
          <Empty title="Nothing yet">
            Here you read when somebody schedules a 1-to-1 with you, moves it, or shares a report.
          </Empty>
        )}
        {items.length > 0 && (
          <Stack
            component="ul"
            ref={list}
            gap={0}
            className={classes.list}
            aria-label="Notices, newest first"
          >
            {items.map((notice) => (
              <li key={notice.id}>
                <Line
                  notice={notice}
                  onOpen={() => {
                    if (!notice.read_at) one.mutate(notice);
                    if (notice.path) onLeave();
                  }}
                />
              </li>
            ))}
          </Stack>
        )}
        {query.isFetchNextPageError && (
          <Box p="sm">
            <ProblemNotice error={query.error} onRetry={loadMore} />
          </Box>
        )}
        {query.hasNextPage && !query.isFetchNextPageError && (
          <Group justify="center" p="sm">
            <Button size="xs" variant="default" loading={query.isFetchingNextPage} onClick={loadMore}>
              Load more
            </Button>
          </Group>
        )}
      </Box>
    </Box>
  );
}

function Line({ notice, onOpen }: { notice: NoticeView; onOpen: () => void }) {
  const Icon = ICONS[notice.kind] ?? IconBell;
  const content = (
    <Group gap="sm" wrap="nowrap" align="flex-start">
      <Icon size={18} stroke={1.7} aria-hidden className={classes.icon} />
      <Box flex={1} miw={0}>
        <Text size="sm" fw={notice.read_at ? 400 : 600}>
          {notice.text}
        </Text>
        <Text size="xs" c="dimmed" component="div">
          <When at={notice.at} />
        </Text>
      </Box>
      {!notice.read_at && (
        <span className={classes.dot}>
          <VisuallyHidden>unread</VisuallyHidden>
        </span>
      )}
    </Group>
  );
  // What this version can't tell leads nowhere; it can be marked as read all the same.
  const [to, query] = notice.path?.split('?') ?? [];
  return to ? (
    <Anchor
      to={to}
      search={searchOf(query)}
      c="inherit"
      underline="never"
      className={classes.line}
      onClick={onOpen}
    >
      {content}
    </Anchor>
  ) : (
    <UnstyledButton className={classes.line} onClick={onOpen}>
      {content}
    </UnstyledButton>
  );
}

/** What stands behind the `?` of an address, as the router takes it. */
function searchOf(query: string | undefined): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query));
}
