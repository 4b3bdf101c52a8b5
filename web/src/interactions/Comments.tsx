import { Button, CloseButton, Group, Stack, Switch, Text, Textarea, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { CommentView, InteractionView, NewComment } from '@/api/schema';
import { confirm } from '@/parts/confirm';
import { Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { useNames } from '@/parts/names';
import { PersonSelect } from '@/parts/PersonSelect';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Tag } from '@/parts/Tag';
import { clock } from '@/parts/times';
import { useIntention } from '@/parts/useIntention';
import { useKept } from '@/parts/useKept';
import { When } from '@/parts/When';
import { useMe } from '@/session/me';
import { commentsQuery, useChangeComment, useComment, useDeleteComment } from './comments';
import { MentionField } from './MentionField';
import type { SelectedText } from './useSelectedText';

/** A place of the transcript that a comment is to be made at. */
export type Place = Pick<SelectedText, 'turn_index' | 'start_ms'>;

const MOST_TAGGED = 10;

/**
 * The comments on a conversation, and a field for one's own.
 *
 * @param place where it is to stand; null for the conversation as a whole.
 * @param onPlace takes the place away.
 * @param onGo goes to a turn of the transcript.
 */
export function Comments({
  interaction,
  place,
  onPlace,
  onGo,
}: {
  interaction: InteractionView;
  place: Place | null;
  onPlace: (place: Place | null) => void;
  onGo: (turn: number) => void;
}) {
  const query = useQuery(commentsQuery(interaction.id));
  return (
    <Loaded query={query}>
      {({ items, actions }) => (
        <Stack gap="md">
          {items.length === 0 ? (
            <Text size="sm" c="dimmed">
              {actions.includes('comment')
                ? 'Nobody has commented yet. Choose a turn of the transcript to comment on that place.'
                : 'Nobody has commented yet.'}
            </Text>
          ) : (
            <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
              {items.map((each) => (
                <li key={each.id}>
                  <Comment comment={each} interaction={interaction} onGo={onGo} />
                </li>
              ))}
            </Stack>
          )}
          {actions.includes('comment') && (
            <Writing interaction={interaction} place={place} onPlace={onPlace} />
          )}
        </Stack>
      )}
    </Loaded>
  );
}

function Comment({
  comment,
  interaction,
  onGo,
}: {
  comment: CommentView;
  interaction: InteractionView;
  onGo: (turn: number) => void;
}) {
  const { person } = useMe();
  const [editing, setEditing] = useState(false);
  const remove = useDeleteComment(comment);
  const turn = comment.turn_index;
  const digest = interaction.transcript?.digest ?? null;
  // The words were replaced since: the turn may be another one.
  const moved = comment.transcript_digest !== null && comment.transcript_digest !== digest;
  return (
    <Stack gap={4}>
      <Group gap="xs" wrap="wrap">
        <Text size="sm" fw={600}>
          {comment.author_id === person.id ? 'You' : comment.author_name || 'Somebody'}
        </Text>
        <Text size="xs" c="dimmed">
          <When at={comment.created_at} />
          {comment.edited_at && ', edited'}
        </Text>
        {comment.visibility === 'private' && <Tag>Private</Tag>}
        {typeof turn === 'number' && !moved && (
          <UnstyledButton fz="xs" c="var(--mantine-color-anchor)" onClick={() => onGo(turn)}>
            {placeWords({ turn_index: turn, start_ms: comment.at_ms })}
          </UnstyledButton>
        )}
        {moved && (
          <Text size="xs" c="dimmed">
            On earlier words
          </Text>
        )}
      </Group>
      {editing ? (
        <Editing comment={comment} onDone={() => setEditing(false)} />
      ) : (
        <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {comment.text}
        </Text>
      )}
      {comment.tagged.length > 0 && (
        <Text size="xs" c="dimmed">
          {comment.tagged.map(({ name }) => `@${name || 'somebody'}`).join(', ')}
        </Text>
      )}
      {comment.actions.length > 0 && !editing && (
        <Group gap="sm" className="no-print">
          {comment.actions.includes('edit') && (
            <UnstyledButton fz="xs" c="var(--mantine-color-anchor)" onClick={() => setEditing(true)}>
              Edit
            </UnstyledButton>
          )}
          {comment.actions.includes('delete') && (
            <UnstyledButton
              fz="xs"
              c="var(--mantine-color-anchor)"
              onClick={() =>
                confirm({
                  title: 'Delete the comment?',
                  label: 'Delete',
                  children: 'This can’t be taken back.',
                  onConfirm: () => remove.mutate(),
                })
              }
            >
              Delete
            </UnstyledButton>
          )}
        </Group>
      )}
      {remove.error && <ProblemNotice error={remove.error} changing />}
    </Stack>
  );
}

function Editing({ comment, onDone }: { comment: CommentView; onDone: () => void }) {
  const { value, set, forget } = useKept(`comment.${comment.id}`, comment.text);
  const change = useChangeComment(comment);
  const done = () => {
    forget();
    onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate({ text: value.trim() }, { onSuccess: done });
      }}
    >
      <Stack gap="xs">
        <Textarea
          aria-label="Comment"
          autosize
          minRows={2}
          maxLength={4000}
          data-autofocus
          value={value}
          onChange={(event) => set(event.currentTarget.value)}
        />
        <Group gap="xs">
          <Button type="submit" size="xs" disabled={!value.trim()} loading={change.isPending}>
            Save
          </Button>
          <Button size="xs" variant="default" onClick={done}>
            Cancel
          </Button>
        </Group>
        {change.error && <ProblemNotice error={change.error} changing />}
      </Stack>
    </form>
  );
}

interface Written {
  text: string;
  tagged: string[];
  isPrivate: boolean;
}
const NOTHING: Written = { text: '', tagged: [], isPrivate: false };

function Writing({
  interaction,
  place,
  onPlace,
}: {
  interaction: InteractionView;
  place: Place | null;
  onPlace: (place: Place | null) => void;
}) {
  const { value, set, forget } = useKept<Written>(`comment.new ${interaction.id}`, NOTHING);
  const add = useComment(interaction.id);
  const keyOf = useIntention();
  const nameOf = useNames(value.tagged);
  const problem = add.error ? asProblem(add.error) : null;
  const wrongTag = problem?.fields.find(({ pointer }) => pointer.startsWith('/tagged_ids'));
  const put = (by: Partial<Written>) => {
    if (problem) add.reset();
    set((before) => ({ ...before, ...by }));
  };
  return (
    <form
      className="no-print"
      onSubmit={(event) => {
        event.preventDefault();
        const comment: NewComment = {
          text: value.text.trim(),
          turn_index: place?.turn_index ?? null,
          at_ms: place?.start_ms ?? null,
          visibility: value.isPrivate ? 'private' : 'public',
          tagged_ids: value.tagged,
        };
        add.mutate(
          { comment, key: keyOf([comment, interaction.id]) },
          {
            onSuccess: () => {
              forget(NOTHING);
              onPlace(null);
            },
          },
        );
      }}
    >
      <Stack gap="xs">
        <MentionField
          agent={interaction.agent_id}
          value={value.text}
          without={value.tagged}
          full={value.tagged.length >= MOST_TAGGED}
          onChange={(text) => put({ text })}
          onTag={(id, text) => put({ text, tagged: [...new Set([...value.tagged, id])] })}
        />
        {place && (
          <Group gap={4}>
            <Text size="xs" c="dimmed">
              {placeWords(place)}
            </Text>
            <CloseButton
              size="xs"
              aria-label="Comment on the whole conversation"
              onClick={() => onPlace(null)}
            />
          </Group>
        )}
        <PersonSelect
          label="Tag people"
          description="They are told, and see it although it is private"
          placeholder="Add somebody by name"
          disabled={value.tagged.length >= MOST_TAGGED}
          without={value.tagged}
          value={null}
          error={
            wrongTag &&
            `${nameOf(value.tagged[Number(wrongTag.pointer.split('/')[2])] ?? '') ?? 'Somebody'} ${wrongTag.message}`
          }
          onChange={(id) => id && put({ tagged: [...new Set([...value.tagged, id])] })}
        />
        {value.tagged.length > 0 && (
          <Group gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {value.tagged.map((id) => (
              <Group key={id} component="li" gap={4} wrap="nowrap">
                <Text size="sm">
                  @<Name of={nameOf(id) ?? '…'} />
                </Text>
                <CloseButton
                  size="sm"
                  aria-label={`Tag ${nameOf(id) ?? 'somebody'} no more`}
                  onClick={() => put({ tagged: value.tagged.filter((each) => each !== id) })}
                />
              </Group>
            ))}
          </Group>
        )}
        <Switch
          size="xs"
          label="Private: only for you and those you tag"
          checked={value.isPrivate}
          onChange={(event) => put({ isPrivate: event.currentTarget.checked })}
        />
        {problem && !wrongTag && <ProblemNotice error={problem} changing />}
        <Group justify="flex-end">
          <Button type="submit" size="xs" disabled={!value.text.trim()} loading={add.isPending}>
            Comment
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** "At 1:05", or which turn where there are no times. */
function placeWords({ turn_index, start_ms }: Place): string {
  return typeof start_ms === 'number' ? `At ${clock(start_ms)}` : `At turn ${turn_index + 1}`;
}
