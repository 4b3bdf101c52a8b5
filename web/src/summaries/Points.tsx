import { Button, Group, Text, UnstyledButton } from '@mantine/core';
import { IconCheck, IconListCheck } from '@tabler/icons-react';
import { useRef } from 'react';
import type { Passage } from '@/api/schema';
import { useFollowing } from '@/parts/focus';
import { said } from '@/parts/say';
import { useReportPlace } from './context';
import { PassageText, Section } from './Texts';
import classes from './report.module.css';

/** Points to talk about. Beside the notes of a 1-to-1 each goes to the agenda at a click, or all of them do. */
export function Points({
  title,
  passages,
  ordered = false,
}: {
  title: string;
  passages: Passage[];
  ordered?: boolean;
}) {
  const { agenda } = useReportPlace();
  const left = agenda ? passages.filter(({ text }) => !agenda.holds(text)) : [];
  const put = (texts: string[]) => {
    said(sayPut(agenda?.add(texts) ?? 0, texts.length));
  };
  const list = useRef<HTMLOListElement & HTMLUListElement>(null);
  // "All" goes once everything is there; its first point then says so.
  const follow = useFollowing(left.length > 1, () => list.current?.querySelector('[data-to-agenda]'));
  const List = ordered ? 'ol' : 'ul';
  return (
    <Section
      title={title}
      shown={passages.length > 0}
      action={
        left.length > 1 && (
          <Button
            className="no-print"
            size="compact-xs"
            variant="default"
            aria-label={`All to the agenda: ${title}`}
            onClick={() => {
              follow();
              put(left.map(({ text }) => text));
            }}
          >
            All to the agenda
          </Button>
        )
      }
    >
      <List ref={list} className={classes.texts}>
        {passages.map((passage, index) => (
          <li key={index}>
            <PassageText passage={passage} />
            {agenda && (
              <OnAgenda
                text={passage.text}
                there={agenda.holds(passage.text)}
                onAdd={() => put([passage.text])}
              />
            )}
          </li>
        ))}
      </List>
    </Section>
  );
}

/** What became of points that were put on the agenda: it may be full. */
function sayPut(put: number, of: number): string {
  if (put < of)
    return put === 0
      ? 'The agenda is full: nothing was put on it.'
      : `The agenda is full: ${put} of ${of} points were put on it.`;
  return of === 1 ? 'On the agenda.' : `${of} points are on the agenda.`;
}

/** The focus stays where it was when a point is put on the agenda: the same button then says that it is there. */
function OnAgenda({ text, there, onAdd }: { text: string; there: boolean; onAdd: () => void }) {
  return (
    <UnstyledButton
      className={`no-print ${classes.toAgenda ?? ''}`}
      aria-label={there ? `On the agenda: ${text}` : `To the agenda: ${text}`}
      aria-disabled={there}
      data-to-agenda
      onClick={there ? undefined : onAdd}
    >
      <Group gap={4} wrap="nowrap" component="span">
        {there ? <IconCheck size={13} aria-hidden /> : <IconListCheck size={13} aria-hidden />}
        <Text span size="sm">
          {there ? 'On the agenda' : 'To the agenda'}
        </Text>
      </Group>
    </UnstyledButton>
  );
}
