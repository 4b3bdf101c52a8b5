import {
  Button,
  Checkbox,
  Group,
  MultiSelect,
  NumberInput,
  PasswordInput,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { OutsideChannel, ChannelType, ToldKindView } from '@/api/schema';
import { Contested } from '@/parts/Contested';
import { nameIn, teamsQuery } from '@/parts/names';
import { OtherProblem } from '@/parts/OtherProblem';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useChanges } from '@/parts/useChanges';
import { useIntention } from '@/parts/useIntention';
import { entryOf, wordOf } from '@/parts/words';
import { byPlainLetters } from '@/parts/plain';
import type { FormEnds } from './AccountList';
import { ChannelCare } from './ChannelCare';
import { useDeleteChannel, useSaveChannel } from './channelQueries';
import { ACCESS, channelValues, TYPE_TITLES } from './channels';
import { DeleteButton } from './DeleteButton';

const SHOWN = ['name', 'kinds', 'team_ids', 'quiet_hours', 'access'];
const A_WEEK_H = 168;

const LABELS = {
  name: 'Name',
  kinds: 'What is told there',
  team_ids: 'Of whom',
  quiet_hours: 'Quiet repeats',
  on: 'Switched on',
};

/**
 * A channel that leaves Debrief; a new one where there is none. What opens it is typed anew each time it changes: it is
 * a secret, which isn't read back, and isn't kept in the browser either.
 */
export function ChannelForm({
  channel,
  kinds,
  onReload,
  onDone,
}: { channel: OutsideChannel | null; kinds: ToldKindView[] } & FormEnds) {
  const edit = useChanges(`channel.${channel?.id ?? 'new'}`, channelValues(channel));
  const { values, changes, set, touched, forget } = edit;
  const [type, setType] = useState<ChannelType>(channel?.type ?? 'slack');
  const [access, setAccess] = useState<Record<string, string>>({});
  const teams = useQuery(teamsQuery);
  const keyOf = useIntention();
  const save = useSaveChannel();
  const remove = useDeleteChannel();
  const problem = save.error ? asProblem(save.error) : null;
  const given = Object.values(access).some((each) => each !== '');
  const done = (sentence: string) => {
    forget();
    setAccess({});
    said(sentence);
    onDone();
  };
  const ask = () => {
    if (channel) return { of: channel, changes: given ? { ...changes, access } : changes };
    const made = { ...values, type, access };
    return { of: null, made, key: keyOf(made) };
  };
  return (
    <Stack gap="lg">
      {channel && <ChannelCare channel={channel} />}
      <form
        aria-label={channel ? `Edit ${channel.name}` : 'Add a channel'}
        onSubmit={(event) => {
          event.preventDefault();
          if (edit.waits()) return;
          save.mutate(ask(), {
            onSuccess: (saved) => done(`${saved.name} is ${channel ? 'saved' : 'added'}.`),
          });
        }}
      >
        <Stack gap="md">
          {!channel && (
            <Select
              label="Type"
              data={Object.entries(TYPE_TITLES).map(([value, label]) => ({ value, label }))}
              value={type}
              allowDeselect={false}
              onChange={(value) => {
                setType((value ?? 'slack') as ChannelType);
                setAccess({});
              }}
            />
          )}
          <TextInput
            label="Name"
            required
            value={values.name}
            error={problem?.field('/name')}
            onChange={(event) => set('name', event.currentTarget.value)}
          />
          {entryOf(ACCESS, type, []).map((field) => {
            const Input = field.secret ? PasswordInput : TextInput;
            return (
              <Input
                key={field.name}
                label={field.label}
                description={
                  channel ? `Kept as a secret for ${channel.host}. Leave it empty to keep it.` : field.hint
                }
                required={!channel || given}
                autoComplete="off"
                value={access[field.name] ?? ''}
                error={problem?.field(`/access/${field.name}`)}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  setAccess((before) => ({ ...before, [field.name]: value }));
                }}
              />
            );
          })}
          <Checkbox.Group
            label="What is told there"
            value={values.kinds}
            error={problem?.field('/kinds')}
            onChange={(chosen) => set('kinds', chosen)}
          >
            <Stack gap={6} mt={6}>
              {kinds.map(({ kind, label }) => (
                <Checkbox key={kind} value={kind} label={label} />
              ))}
            </Stack>
          </Checkbox.Group>
          <MultiSelect
            label="Of whom"
            placeholder={values.team_ids.length === 0 ? 'Everybody' : undefined}
            description="Only of people in these teams"
            data={(teams.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={values.team_ids}
            error={problem?.field('/team_ids')}
            searchable
            filter={byPlainLetters}
            clearable
            onChange={(chosen) => set('team_ids', chosen)}
          />
          <NumberInput
            label="Quiet repeats"
            description="Hours in which the same thing isn’t told there again; 0 to tell it each time"
            min={0}
            max={A_WEEK_H}
            allowDecimal={false}
            value={values.quiet_hours}
            error={problem?.field('/quiet_hours')}
            onChange={(value) => typeof value === 'number' && set('quiet_hours', value)}
          />
          <Switch
            label="Switched on"
            checked={values.on}
            onChange={(event) => set('on', event.currentTarget.checked)}
          />
          {(type === 'salesforce' || type === 'hubspot') && (
            <Text size="sm" c="dimmed">
              Tasks need a field for Debrief’s id, by which one that is sent twice stays one:{' '}
              {type === 'salesforce'
                ? 'on Task a text field Debrief_Id__c, unique and an external id.'
                : 'on tasks a property debrief_id with unique values.'}
            </Text>
          )}
          {(type === 'slack' || type === 'teams') && (
            <Text size="sm" c="dimmed">
              {wordOf(TYPE_TITLES, type)} can’t tell a message that it had before: where the line is cut just
              after it took one, it is sent once more and may stand there twice. None is lost.
            </Text>
          )}
          <OtherProblem
            problem={problem}
            shown={SHOWN}
            onReload={() => void onReload().then(() => save.reset())}
          />
          {remove.error && <ProblemNotice error={remove.error} />}
          <Contested
            edit={edit}
            labels={LABELS}
            say={{
              kinds: (told) =>
                kinds
                  .filter(({ kind }) => told.includes(kind))
                  .map(({ label }) => label)
                  .join(', ') || 'Nothing',
              team_ids: (ids) => ids.map((id) => nameIn(teams.data, id) ?? '…').join(', ') || 'Everybody',
            }}
            saving={save.isPending}
          />
          <Group justify="space-between">
            <Button type="submit" disabled={channel !== null && !touched && !given} loading={save.isPending}>
              {channel ? 'Save' : 'Add channel'}
            </Button>
            {channel && (
              <DeleteButton
                what="channel"
                pending={remove.isPending}
                onDelete={() =>
                  remove.mutate(channel, { onSuccess: () => done(`${channel.name} is deleted.`) })
                }
              />
            )}
          </Group>
        </Stack>
      </form>
    </Stack>
  );
}
