import { ActionIcon, Indicator, Popover, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBell } from '@tabler/icons-react';
import { useIsMutating, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { UnreadView } from '@/api/schema';
import { late } from '@/parts/late';
import { Lines } from '@/parts/Loaded';
import { MARKING, noticesQuery, unreadQuery } from './queries';
import { nameOfBell, sayCount, sayNew } from './reading';

// Only who opens it needs it.
const NoticeList = late(
  () => import('./NoticeList').then(({ NoticeList }) => NoticeList),
  <Lines count={4} />,
);

const NONE: UnreadView = { unread: 0, more: false };

/** Whether somebody told one something, and what. It is looked for each minute while the tab is in sight. */
export function Bell() {
  const [opened, { close, toggle }] = useDisclosure(false);
  const { data: count = NONE, isSuccess } = useQuery(unreadQuery);
  const news = useNews(isSuccess ? count : undefined);
  return (
    <>
      <Popover
        opened={opened}
        onChange={(open) => !open && close()}
        position="bottom-end"
        width="min(26rem, calc(100vw - 16px))"
        shadow="md"
        withArrow
        trapFocus
        returnFocus
      >
        <Indicator
          label={sayCount(count)}
          disabled={count.unread === 0}
          size={17}
          offset={5}
          color="petrol"
          styles={{ indicator: { fontSize: 11, fontWeight: 600, paddingInline: 4 } }}
        >
          <Popover.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              c="inherit"
              aria-label={nameOfBell(count)}
              onClick={toggle}
            >
              <IconBell size={20} stroke={1.7} aria-hidden />
            </ActionIcon>
          </Popover.Target>
        </Indicator>
        <Popover.Dropdown p={0} aria-label="Notices">
          <NoticeList onLeave={close} />
        </Popover.Dropdown>
      </Popover>
      <VisuallyHidden role="status" aria-live="polite">
        {news}
      </VisuallyHidden>
    </>
  );
}

/** What to say aloud of what came since the count was read last; the list is then read anew, should it be open. */
function useNews(count: UnreadView | undefined): string {
  const client = useQueryClient();
  const last = useRef<UnreadView>(undefined);
  const [news, setNews] = useState('');
  // What is shown while something is being marked may be taken back: that isn't news.
  const marking = useIsMutating({ mutationKey: MARKING }) > 0;
  useEffect(() => {
    if (!count || marking) return;
    const said = sayNew(last.current, count);
    last.current = count;
    setNews(said);
    if (said) void client.invalidateQueries({ queryKey: noticesQuery.queryKey });
  }, [client, count, marking]);
  return news;
}
