import {
  Button,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { GoalContentInput, GoalView } from '@/api/schema';
import { ConditionEditor, Unfinished } from '@/conditions/ConditionEditor';
import { complete, unfinished } from '@/conditions/tree';
import { useSayCondition } from '@/conditions/useSayCondition';
import { AskedButton } from '@/parts/AskedButton';
import { Contested } from '@/parts/Contested';
import { DateField } from '@/parts/DateField';
import { nameIn, scorecardsQuery, teamsQuery } from '@/parts/names';
import { OtherProblem } from '@/parts/OtherProblem';
import { PeoplePicker } from '@/parts/PeoplePicker';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { dayOf } from '@/parts/times';
import { useChanges } from '@/parts/useChanges';
import { useIntention } from '@/parts/useIntention';
import { byPlainLetters } from '@/parts/plain';
import { useMay, useTimeZone } from '@/session/me';
import { groupsQuery } from '@/settings/queries';
import { useDeleteGoal, useSaveGoal } from './queries';
import { RECURRENCES } from './words';

type Content = Required<GoalContentInput>;

const PER: Record<Content['per'], string> = { agent: 'of each agent', evaluator: 'for each evaluator' };

const LABELS: Record<keyof Content, string> = {
  name: 'Name',
  scorecard_id: 'Scorecard',
  evaluator_ids: 'Evaluators',
  per: 'Of or for',
  count: 'Conversations',
  recurrence: 'How often',
  first_on: 'First day',
  last_on: 'Last day',
  agent_ids: 'Agents',
  team_ids: 'Teams',
  group_ids: 'Groups',
  condition: 'Which of them',
  recent_days: 'Not older than days',
  due_days: 'Due in days',
  active: 'Active',
};

/** A goal: how many conversations, of whom, by whom and when. A new one where there is none. */
export function GoalForm({
  of,
  onReload,
  onDone,
}: {
  of: GoalView | null;
  onReload: () => Promise<unknown>;
  onDone: () => void;
}) {
  const today = dayOf(new Date(), useTimeZone());
  const may = useMay();
  const edit = useChanges<Content>(`goal.${of?.id ?? 'new'}`, contentOf(of, today), of !== null);
  const { values, set, touched, forget } = edit;
  const say = useSayCondition(of ? [of.condition] : []);
  const keyOf = useIntention();
  const save = useSaveGoal();
  const remove = useDeleteGoal();
  const scorecards = useQuery(scorecardsQuery);
  const teams = useQuery({ ...teamsQuery, enabled: may('people.view') });
  const groups = useQuery({ ...groupsQuery, enabled: may('people.view') });
  const problem = save.error ? asProblem(save.error) : null;
  const open = unfinished(values.condition);
  const [tried, setTried] = useState(false);
  const wrong = (field: keyof Content) => problem?.within(`/${field}`);
  const content = { ...values, condition: complete(values.condition) };
  const editable = of === null || of.actions.includes('edit');
  const cards = (scorecards.data ?? []).filter(
    ({ id, status }) => status === 'published' || id === values.scorecard_id,
  );
  const options = (all: { id: string; name: string }[] | undefined) =>
    (all ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const number = (name: 'count' | 'recent_days' | 'due_days', label: string, max: number, min = 1) => (
    <NumberInput
      label={label}
      min={min}
      max={max}
      allowDecimal={false}
      w={170}
      value={values[name]}
      error={wrong(name)}
      onChange={(value) => typeof value === 'number' && set(name, value)}
    />
  );
  function done(sentence: string) {
    forget();
    said(sentence);
    onDone();
  }
  return (
    <form
      aria-label={of ? `Edit ${of.name}` : 'Add a goal'}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (open || edit.waits()) return;
        save.mutate(
          { of, content, key: keyOf(content) },
          { onSuccess: ({ name }) => done(`${name} is ${of ? 'saved' : 'added'}.`) },
        );
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name"
          required
          value={values.name}
          error={wrong('name')}
          onChange={(event) => set('name', event.currentTarget.value)}
        />
        <Select
          label="Scorecard"
          required
          data={options(cards)}
          value={values.scorecard_id || null}
          error={wrong('scorecard_id')}
          onChange={(id) => id && set('scorecard_id', id)}
        />
        <Group gap="sm" align="flex-start">
          {number('count', 'Conversations', 200)}
          <Select
            label="Of or for"
            data={Object.entries(PER).map(([value, label]) => ({ value, label }))}
            value={values.per}
            allowDeselect={false}
            onChange={(per) => set('per', per === 'evaluator' ? 'evaluator' : 'agent')}
          />
          <Select
            label="How often"
            data={Object.entries(RECURRENCES).map(([value, label]) => ({ value, label }))}
            value={values.recurrence}
            allowDeselect={false}
            onChange={(chosen) => chosen && set('recurrence', chosen as Content['recurrence'])}
          />
        </Group>
        <Group gap="sm" align="flex-start">
          <DateField
            label="First day"
            required
            value={values.first_on}
            error={wrong('first_on')}
            onChange={(day) => day && set('first_on', day)}
          />
          <DateField
            label="Last day"
            description="Empty: it goes on"
            value={values.last_on}
            error={wrong('last_on')}
            onChange={(day) => set('last_on', day)}
          />
        </Group>
        <PeoplePicker
          label="Evaluators"
          among="evaluators"
          description="What is drawn is shared out among them evenly."
          required
          value={values.evaluator_ids}
          error={wrong('evaluator_ids')}
          onChange={(ids) => set('evaluator_ids', ids)}
        />
        <Text fw={550}>Whose conversations</Text>
        <MultiSelect
          label="Teams"
          searchable
          filter={byPlainLetters}
          data={options(teams.data)}
          value={values.team_ids}
          error={wrong('team_ids')}
          onChange={(ids) => set('team_ids', ids)}
        />
        <MultiSelect
          label="Groups"
          searchable
          filter={byPlainLetters}
          data={options(groups.data)}
          value={values.group_ids}
          error={wrong('group_ids')}
          onChange={(ids) => set('group_ids', ids)}
        />
        <PeoplePicker
          label="Agents"
          value={values.agent_ids}
          error={wrong('agent_ids')}
          onChange={(ids) => set('agent_ids', ids)}
        />
        <Text fw={550}>Which of them</Text>
        <ConditionEditor value={values.condition} onChange={(condition) => set('condition', condition)} />
        <Unfinished shown={tried && open} />
        <Group gap="sm" align="flex-start">
          {number('recent_days', 'Not older than days', 35)}
          {number('due_days', 'Due in days', 90, 0)}
        </Group>
        <Switch
          label="Active"
          checked={values.active}
          onChange={(event) => set('active', event.currentTarget.checked)}
        />
        {of?.current && (
          <Text size="sm" c="dimmed">
            A change counts from the next draw on.
          </Text>
        )}
        <OtherProblem
          problem={problem}
          shown={[
            'name',
            'scorecard_id',
            'count',
            'first_on',
            'last_on',
            'evaluator_ids',
            'team_ids',
            'group_ids',
            'agent_ids',
          ]}
          onReload={() => void onReload().then(() => save.reset())}
        />
        {remove.error && <ProblemNotice error={remove.error} />}
        <Contested
          edit={edit}
          labels={LABELS}
          say={{
            per: (per) => PER[per],
            recurrence: (recurrence) => RECURRENCES[recurrence],
            group_ids: (ids) => ids.map((id) => nameIn(groups.data, id) ?? '…').join(', ') || 'Nothing',
            condition: say,
          }}
          saving={save.isPending}
        />
        {editable && (
          <Group justify="space-between">
            <Button type="submit" disabled={of !== null && !touched} loading={save.isPending}>
              {of ? 'Save' : 'Add goal'}
            </Button>
            {of?.actions.includes('delete') && (
              <AskedButton
                label="Delete goal"
                question="Delete this goal? What it has given out stays."
                yes="Delete"
                no="Keep"
                pending={remove.isPending}
                onYes={() => remove.mutate(of, { onSuccess: () => done(`${of.name} is deleted.`) })}
              />
            )}
          </Group>
        )}
      </Stack>
    </form>
  );
}

function contentOf(of: GoalView | null, today: string): Content {
  return {
    name: of?.name ?? '',
    scorecard_id: of?.scorecard_id ?? '',
    evaluator_ids: of?.evaluator_ids ?? [],
    per: of?.per ?? 'agent',
    count: of?.count ?? 1,
    recurrence: of?.recurrence ?? 'weekly',
    first_on: of?.first_on ?? today,
    last_on: of?.last_on ?? null,
    agent_ids: of?.agent_ids ?? [],
    team_ids: of?.team_ids ?? [],
    group_ids: of?.group_ids ?? [],
    condition: of?.condition ?? { kind: 'all', of: [] },
    recent_days: of?.recent_days ?? 14,
    due_days: of?.due_days ?? 7,
    active: of?.active ?? true,
  };
}
