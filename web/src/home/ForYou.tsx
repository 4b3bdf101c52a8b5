import { Box, Button, Group, Stack, Text } from '@mantine/core';
import {
  IconCalendarEvent,
  IconChecklist,
  IconClipboardCheck,
  IconFlag,
  IconInbox,
  IconBell,
  IconMessageReport,
  type TablerIcon,
} from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { ForYouItem } from '@/api/schema';
import { LinkButton } from '@/parts/Anchor';
import { firstControl, useFollowing } from '@/parts/focus';
import { Sheet } from '@/parts/Page';
import { Tag } from '@/parts/Tag';
import { Day, Until, When } from '@/parts/When';
import { useRead } from '@/notices/queries';
import { useMay, useMe } from '@/session/me';
import { ReportAct } from './ReportAct';
import { kindWords, sayItem, sayWhy } from './words';

const FEW = 8;

const ICONS: Partial<Record<string, TablerIcon>> = {
  meeting: IconCalendarEvent,
  own_meeting: IconCalendarEvent,
  missed: IconCalendarEvent,
  acknowledge: IconCalendarEvent,
  action: IconChecklist,
  action_set: IconChecklist,
  draft: IconClipboardCheck,
  review: IconClipboardCheck,
  to_acknowledge: IconClipboardCheck,
  dispute: IconMessageReport,
  calibration: IconClipboardCheck,
  blind_check: IconClipboardCheck,
  assignment: IconChecklist,
  plan: IconChecklist,
  notice: IconBell,
  flags_compliance: IconFlag,
  flags_quality: IconFlag,
  held: IconInbox,
  failed: IconInbox,
};

/** What is due with the end of a day, in the place of at a time. */
const ENDING: ForYouItem['kind'][] = ['draft', 'review', 'calibration', 'blind_check'];
/** What stands before the day of what isn't due with it. */
const DAY_WORDS: Partial<Record<string, string>> = { assignment: 'talked about on', plan: 'until' };

/** Everything that waits for the signed-in person, what is due first at the top, each with the one act that leads there. */
export function ForYou({ items, more }: { items: ForYouItem[]; more: boolean }) {
  const [all, setAll] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const follow = useFollowing(all, () => firstControl(list.current?.children[FEW]));
  const rest = items.length - FEW;
  const shown = all ? items : items.slice(0, FEW);
  return (
    <Sheet title="For you" pad={false}>
      {items.length === 0 ? (
        <Text size="sm" c="dimmed" px="md" pb="md">
          {more ? 'What waits for you stands in its own lists.' : 'Nothing waits for you today.'}
        </Text>
      ) : (
        <Stack
          component="ul"
          ref={list}
          aria-label="For you"
          gap={0}
          p={0}
          m={0}
          style={{ listStyle: 'none', borderTop: '1px solid var(--debrief-line)' }}
        >
          {shown.map((item) => (
            <Row key={`${item.kind}-${item.about}`} item={item} />
          ))}
        </Stack>
      )}
      {rest > 0 && !all && (
        <Box p="xs">
          <Button
            variant="subtle"
            size="xs"
            onClick={() => {
              follow();
              setAll(true);
            }}
          >
            {rest} more
          </Button>
        </Box>
      )}
      {more && items.length > 0 && (all || rest <= 0) && (
        <Text size="sm" c="dimmed" p="md">
          There is more; it stands in its own lists.
        </Text>
      )}
    </Sheet>
  );
}

function Row({ item }: { item: ForYouItem }) {
  const { person } = useMe();
  const Icon = ICONS[item.kind] ?? IconBell;
  return (
    <Group
      component="li"
      gap="sm"
      px="md"
      py={8}
      wrap="nowrap"
      style={{ borderBottom: '1px solid var(--debrief-line)' }}
    >
      <Icon size={18} stroke={1.6} aria-hidden style={{ flexShrink: 0, opacity: 0.7 }} />
      <Box style={{ minWidth: 0, flex: 1, overflowWrap: 'anywhere' }}>
        <Text component="div" size="sm" fw={550}>
          {sayItem(item, person)}
          {item.conversation && (
            <Text span inherit fw={400} c="dimmed">
              {', '}
              <When at={item.conversation.started_at} />
            </Text>
          )}
        </Text>
        <Group gap={6} component="div" fz="sm" c="dimmed">
          <Text span inherit>
            {kindWords(item.kind).what}
            {sayWhy(item) && `: ${sayWhy(item)}`}
          </Text>
          {item.conversation && (
            <Text span inherit>
              {item.title}, {item.conversation.contact_reference}
            </Text>
          )}
          <Due item={item} />
        </Group>
      </Box>
      <Act item={item} />
    </Group>
  );
}

function Due({ item }: { item: ForYouItem }) {
  if (item.due_at && ENDING.includes(item.kind)) {
    return (
      <>
        <span>
          due <Until at={item.due_at} due />
        </span>
        {item.late && <Tag tone="act">Overdue</Tag>}
      </>
    );
  }
  if (item.due_at) {
    return (
      <>
        {item.kind === 'to_acknowledge' ? (
          <span>
            until <Until at={item.due_at} />
          </span>
        ) : (
          <When at={item.due_at} />
        )}
        {item.kind === 'meeting' && item.late && <Tag tone="accent">Now</Tag>}
        {item.kind === 'missed' && <Tag tone="act">Overdue</Tag>}
      </>
    );
  }
  if (item.due_on) {
    return (
      <>
        <span>
          {DAY_WORDS[item.kind] ?? 'due'} <Day day={item.due_on} />
        </span>
        {item.late && item.kind === 'action' && <Tag tone="act">Overdue</Tag>}
      </>
    );
  }
  return item.since ? (
    <span>
      since <When at={item.since} />
    </span>
  ) : null;
}

/** The one act: what it is called, and where it leads. */
function Act({ item }: { item: ForYouItem }) {
  const may = useMay();
  const { person } = useMe();
  const { act } = kindWords(item.kind);
  const look = { variant: 'default', size: 'xs', style: { flexShrink: 0 } } as const;
  const name = `${act}: ${sayItem(item, person)}`;
  switch (item.kind) {
    case 'meeting':
      return (
        <ReportAct
          primary={item.report === 'ready'}
          meeting={{
            id: item.about,
            name: item.person?.name ?? '',
            report: item.report ?? null,
            summaryId: item.summary_id ?? null,
            mayMake: item.report === 'none' && may('summaries.generate'),
          }}
        />
      );
    case 'missed':
    case 'own_meeting':
    case 'acknowledge':
      return (
        <LinkButton
          to="/coaching/meetings/$meetingId"
          params={{ meetingId: item.about }}
          aria-label={name}
          {...look}
        >
          {act}
        </LinkButton>
      );
    case 'action':
    case 'action_set':
      return <ActionAct item={item} name={name} />;
    case 'draft':
    case 'review':
      return (
        <LinkButton
          to="/evaluations/$evaluationId"
          params={{ evaluationId: item.about }}
          aria-label={name}
          {...look}
        >
          {act}
        </LinkButton>
      );
    case 'to_acknowledge':
    case 'dispute':
      return (
        <LinkButton
          to="/evaluations/$evaluationId"
          params={{ evaluationId: item.path.replace('/evaluations/', '') }}
          aria-label={name}
          {...look}
        >
          {act}
        </LinkButton>
      );
    case 'held':
    case 'failed':
      return (
        <LinkButton to="/conversations/intake" search={{ status: item.kind }} aria-label={name} {...look}>
          {act}
        </LinkButton>
      );
    case 'flags_compliance':
    case 'flags_quality':
      return (
        <LinkButton
          to="/flags"
          search={{ queue: item.kind === 'flags_quality' ? 'quality' : undefined }}
          aria-label={name}
          {...look}
        >
          {act}
        </LinkButton>
      );
    case 'notice':
      return <News item={item} name={name} />;
    default:
      // A kind that came with a later version: the API says where it is dealt with.
      return (
        <LinkButton to={item.path} aria-label={name} {...look}>
          {act}
        </LinkButton>
      );
  }
}

/** To what is new; whoever goes there has read the notice of it. */
function News({ item, name }: { item: ForYouItem; name: string }) {
  const read = useRead();
  return (
    <LinkButton
      to={item.path}
      aria-label={name}
      variant="default"
      size="xs"
      style={{ flexShrink: 0 }}
      onClick={() => read.mutate({ id: item.about })}
    >
      {kindWords('notice').act}
    </LinkButton>
  );
}

/** To the meeting in which it was agreed, or the list of whoever has to do it. */
function ActionAct({ item, name }: { item: ForYouItem; name: string }) {
  const look = { variant: 'default', size: 'xs', style: { flexShrink: 0 } } as const;
  const person = /^\/people\/([^?]+)/.exec(item.path)?.[1];
  const meeting = /^\/meetings\/(.+)/.exec(item.path)?.[1];
  const { act } = kindWords(item.kind);
  if (meeting) {
    return (
      <LinkButton
        to="/coaching/meetings/$meetingId"
        params={{ meetingId: meeting }}
        aria-label={name}
        {...look}
      >
        {act}
      </LinkButton>
    );
  }
  return (
    <LinkButton
      to="/people/$personId"
      params={{ personId: person ?? '' }}
      search={{ tab: 'actions' }}
      aria-label={name}
      {...look}
    >
      {act}
    </LinkButton>
  );
}
