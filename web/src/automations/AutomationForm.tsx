import { Button, Checkbox, Group, NumberInput, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { AutomationContentInput, AutomationView } from '@/api/schema';
import { ConditionEditor, Unfinished } from '@/conditions/ConditionEditor';
import { complete, unfinished } from '@/conditions/tree';
import { useSayCondition } from '@/conditions/useSayCondition';
import { ForecastOf } from '@/forecasts/ForecastOf';
import { AskedButton } from '@/parts/AskedButton';
import { Contested } from '@/parts/Contested';
import { useNamesAmong } from '@/parts/evaluators';
import { nameIn, scorecardsQuery } from '@/parts/names';
import { OtherProblem } from '@/parts/OtherProblem';
import { PeoplePicker } from '@/parts/PeoplePicker';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useChanges } from '@/parts/useChanges';
import { useIntention } from '@/parts/useIntention';
import { useMay } from '@/session/me';
import { groupsQuery } from '@/settings/queries';
import { useDeleteAutomation, useForecast, useSaveAutomation } from './queries';
import { Warnings } from './Warnings';
import { sayAction, type Action } from './words';

/** A card: for which conversations it is, and what it has done. A new one where there is none. */
export function AutomationForm({
  of,
  onReload,
  onDone,
}: {
  of: AutomationView | null;
  onReload: () => Promise<unknown>;
  /** id: of a card that is to stay open, since there is something to be said of it. */
  onDone: (id?: string) => void;
}) {
  const edit = useChanges<Required<AutomationContentInput>>(`automation.${of?.id ?? 'new'}`, {
    name: of?.name ?? '',
    enabled: of?.enabled ?? true,
    condition: of?.condition ?? { kind: 'all', of: [] },
    then: of?.then ?? [],
    keep_automatic: of?.keep_automatic ?? true,
  });
  const { values, set, touched, forget } = edit;
  const sayCondition = useSayCondition(of ? [of.condition] : []);
  const scorecards = useQuery(scorecardsQuery);
  const nameOf = useNamesAmong(
    'evaluators',
    (of?.then ?? []).flatMap((each) => (each.kind === 'assign' ? each.evaluator_ids : [])),
  );
  const keyOf = useIntention();
  const save = useSaveAutomation();
  const remove = useDeleteAutomation();
  const forecast = useForecast();
  const problem = save.error ? asProblem(save.error) : null;
  const open = unfinished(values.condition);
  const [tried, setTried] = useState(false);
  const content = { ...values, condition: complete(values.condition) };
  const asked = { of, content, key: keyOf(content) };
  function done(sentence: string, stays?: string) {
    forget();
    said(sentence);
    onDone(stays);
  }
  return (
    <form
      aria-label={of ? `Edit ${of.name}` : 'Add an automation'}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (open || edit.waits()) return;
        save.mutate(asked, {
          onSuccess: ({ id, name, warnings }) =>
            done(`${name} is ${of ? 'saved' : 'added'}.`, warnings.length ? id : undefined),
        });
      }}
    >
      <Stack gap="md">
        {of && <Warnings of={of} />}
        <TextInput
          label="Name"
          required
          value={values.name}
          error={problem?.field('/name')}
          onChange={(event) => set('name', event.currentTarget.value)}
        />
        <Text fw={550}>When</Text>
        <ConditionEditor value={values.condition} onChange={(condition) => set('condition', condition)} />
        <Unfinished shown={tried && open} />
        <Text fw={550}>Then</Text>
        {values.then.map((action, at) => (
          <ActionEditor
            key={at}
            at={at}
            action={action}
            wrong={(field) => problem?.within(`/then/${at}/${field}`)}
            onChange={(next) => set('then', values.then.with(at, next))}
            onRemove={() => set('then', values.then.toSpliced(at, 1))}
          />
        ))}
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            onClick={() => set('then', [...values.then, { kind: 'start', scorecard_id: '' }])}
          >
            Let the AI evaluate it
          </Button>
          <Button size="xs" variant="default" onClick={() => set('then', [...values.then, ASSIGN])}>
            Give it to somebody
          </Button>
        </Group>
        <Checkbox
          label="Scorecards that start by themselves do so beside it"
          checked={values.keep_automatic}
          onChange={(event) => set('keep_automatic', event.currentTarget.checked)}
        />
        <Switch
          label="On"
          checked={values.enabled}
          onChange={(event) => set('enabled', event.currentTarget.checked)}
        />
        <OtherProblem
          problem={problem}
          shown={['name']}
          onReload={() => void onReload().then(() => save.reset())}
        />
        {remove.error && <ProblemNotice error={remove.error} />}
        <Contested
          edit={edit}
          labels={LABELS}
          say={{
            condition: sayCondition,
            then: (actions) =>
              actions
                .map((each) => sayAction(each, nameIn(scorecards.data, each.scorecard_id), nameOf))
                .join('; ') || 'Nothing',
          }}
          saving={save.isPending}
        />
        <Group justify="space-between">
          <Group gap="xs">
            <Button type="submit" disabled={of !== null && !touched} loading={save.isPending}>
              {of ? 'Save' : 'Add automation'}
            </Button>
            <Button
              variant="default"
              loading={forecast.isPending}
              disabled={values.then.length === 0}
              onClick={() => {
                setTried(true);
                if (!open) forecast.mutate(asked);
              }}
            >
              What would change
            </Button>
          </Group>
          {of?.actions.includes('delete') && (
            <AskedButton
              label="Delete automation"
              question="Delete this automation?"
              yes="Delete"
              no="Keep"
              pending={remove.isPending}
              onYes={() => remove.mutate(of, { onSuccess: () => done(`${of.name} is deleted.`) })}
            />
          )}
        </Group>
        {forecast.error && <ProblemNotice error={forecast.error} />}
        {forecast.data && forecast.variables.key === asked.key && <ForecastOf id={forecast.data.id} />}
      </Stack>
    </form>
  );
}

const LABELS: Record<keyof AutomationContentInput, string> = {
  name: 'Name',
  enabled: 'On',
  condition: 'When',
  then: 'Then',
  keep_automatic: 'Scorecards that start by themselves do so beside it',
};

const ASSIGN: Action = {
  kind: 'assign',
  scorecard_id: '',
  evaluator_ids: [],
  group_id: null,
  each: false,
  due_days: 7,
};

function ActionEditor({
  at,
  action,
  wrong,
  onChange,
  onRemove,
}: {
  at: number;
  action: Action;
  wrong: (field: string) => string | undefined;
  onChange: (action: Action) => void;
  onRemove: () => void;
}) {
  const may = useMay();
  const scorecards = useQuery(scorecardsQuery);
  const groups = useQuery({ ...groupsQuery, enabled: may('people.view') });
  const cards = (scorecards.data ?? []).filter(({ status }) => status === 'published');
  return (
    <Stack gap="xs" role="group" aria-label={`Action ${at + 1}`}>
      <Select
        label={action.kind === 'start' ? 'The AI evaluates it with' : 'Somebody evaluates it with'}
        required
        data={cards.map(({ id, name }) => ({ value: id, label: name }))}
        value={action.scorecard_id || null}
        error={wrong('scorecard_id')}
        onChange={(id) => id && onChange({ ...action, scorecard_id: id })}
      />
      {action.kind === 'assign' && (
        <>
          <PeoplePicker
            label="Evaluators"
            among="evaluators"
            value={action.evaluator_ids}
            error={wrong('evaluator_ids')}
            onChange={(evaluator_ids) => onChange({ ...action, evaluator_ids })}
          />
          <Select
            label="Or somebody of the group"
            clearable
            data={(groups.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={action.group_id ?? null}
            error={wrong('group_id')}
            onChange={(group_id) => onChange({ ...action, group_id })}
          />
          <Checkbox
            label="Each of them gets one; else one of them, by lot"
            checked={action.each}
            error={wrong('each')}
            onChange={(event) => onChange({ ...action, each: event.currentTarget.checked })}
          />
          <NumberInput
            label="Due in days"
            min={0}
            max={90}
            allowDecimal={false}
            w={140}
            value={action.due_days}
            onChange={(value) => typeof value === 'number' && onChange({ ...action, due_days: value })}
          />
        </>
      )}
      <Group>
        <Button size="xs" variant="subtle" color="gray" onClick={onRemove}>
          Remove action {at + 1}
        </Button>
      </Group>
    </Stack>
  );
}
