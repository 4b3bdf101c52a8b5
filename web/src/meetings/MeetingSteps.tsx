import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { intention } from '@/api/client';
import type { MeetingView } from '@/api/schema';
import { confirm } from '@/parts/confirm';
import { useFollowing } from '@/parts/focus';
import { said } from '@/parts/say';
import { When } from '@/parts/When';
import { wordOf } from '@/parts/words';
import type { Step, useDeleteMeeting, useStep } from './changes';
import { MeetingDialog } from './MeetingDialog';
import { mayReschedule } from './words';

const DONE: Record<Step, string> = {
  start: '1-to-1 started',
  complete: '1-to-1 completed',
  reopen: '1-to-1 reopened',
  acknowledge: '1-to-1 acknowledged',
  cancel: '1-to-1 cancelled',
};

/**
 * What may happen to a meeting now, as the API says: the next step as the one button that stands out, the rest beside it.
 *
 * @param settle saves what is being written, before the meeting moves on and its text is fixed.
 */
export function MeetingSteps({
  meeting,
  step,
  remove,
  settle,
}: {
  meeting: MeetingView;
  step: ReturnType<typeof useStep>;
  remove: ReturnType<typeof useDeleteMeeting>;
  settle: () => Promise<void>;
}) {
  const navigate = useNavigate();
  const [key, setKey] = useState(intention);
  const [rescheduling, setRescheduling] = useState(false);
  const may = (verb: string) => meeting.actions.includes(verb);
  const busy = step.isPending || remove.isPending;
  const moves = mayReschedule(meeting);
  // What was pressed gives way to the next step: whoever pressed it goes on from the 1-to-1, whose state is beside its name.
  const follow = useFollowing(`${busy} ${meeting.status}`, () =>
    busy ? null : document.querySelector('h1'),
  );

  async function take(verb: Step) {
    follow();
    try {
      await settle();
    } catch {
      // It is not saved, and the page says so. The meeting stays where it is, so that the text can still be saved.
      return;
    }
    step.mutate(
      { step: verb, key: `${verb} ${key}` },
      {
        onSuccess: () => {
          setKey(intention());
          said(wordOf(DONE, verb));
        },
      },
    );
  }

  const name = meeting.participant_name;
  return (
    <>
      {may('start') && (
        <Button loading={busy} onClick={() => void take('start')}>
          Start
        </Button>
      )}
      {may('complete') && (
        <Button
          variant={may('start') ? 'default' : 'filled'}
          loading={busy && !may('start')}
          disabled={busy}
          onClick={() =>
            confirm({
              title: 'Complete this 1-to-1?',
              children: (
                <>
                  {may('start') && (
                    <>
                      It was not started; it is scheduled for <When at={meeting.scheduled_at} />.{' '}
                    </>
                  )}
                  {name} is asked to acknowledge it, and when and how it takes place can no longer change.
                  Until it is acknowledged you can reopen it.
                </>
              ),
              label: 'Complete 1-to-1',
              harmless: true,
              onConfirm: () => void take('complete'),
            })
          }
        >
          Complete
        </Button>
      )}
      {may('reopen') && (
        <Button variant="default" loading={busy} onClick={() => void take('reopen')}>
          Reopen
        </Button>
      )}
      {may('acknowledge') && (
        <Button loading={busy} onClick={() => void take('acknowledge')}>
          Acknowledge
        </Button>
      )}
      {(moves || may('cancel') || may('delete')) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" size={36} aria-label="More for this 1-to-1">
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {moves && <Menu.Item onClick={() => setRescheduling(true)}>Change when, how or where</Menu.Item>}
            {may('cancel') && (
              <Menu.Item
                onClick={() =>
                  confirm({
                    title: 'Cancel this 1-to-1?',
                    children: `The 1-to-1 with ${name} stays on record as cancelled. This can’t be taken back.`,
                    label: 'Cancel 1-to-1',
                    onConfirm: () => void take('cancel'),
                  })
                }
              >
                Cancel 1-to-1
              </Menu.Item>
            )}
            {may('delete') && (
              <Menu.Item
                color="red"
                onClick={() =>
                  confirm({
                    title: 'Delete this 1-to-1?',
                    children: `The 1-to-1 with ${name} and everything written in it is deleted for good.`,
                    label: 'Delete 1-to-1',
                    onConfirm: () =>
                      remove.mutate(undefined, {
                        onSuccess: () => {
                          said('1-to-1 deleted');
                          void navigate({ to: '/coaching/meetings' });
                        },
                      }),
                  })
                }
              >
                Delete
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {rescheduling && (
        <MeetingDialog
          meeting={meeting}
          onClose={() => setRescheduling(false)}
          onDone={() => {
            setRescheduling(false);
            said('1-to-1 changed');
          }}
        />
      )}
    </>
  );
}
