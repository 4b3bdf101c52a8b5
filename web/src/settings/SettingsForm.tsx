import { Button, Group, NumberInput, Select, Stack, Switch, TagsInput, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { asProblem } from '@/api/problems';
import type { SettingsItem } from '@/api/schema';
import { Foreseen } from '@/forecasts/Foreseen';
import { useWayBack } from '@/forecasts/useWayBack';
import { Contested } from '@/parts/Contested';
import { OtherProblem } from '@/parts/OtherProblem';
import { said } from '@/parts/say';
import { exactInstant } from '@/parts/times';
import { useChanges } from '@/parts/useChanges';
import { BudgetSettings } from './BudgetSettings';
import { SamplingSettings } from './SamplingSettings';
import { EarningSettings } from './EarningSettings';
import { FlagSettings } from './FlagSettings';
import { MaskingSettings } from './MaskingSettings';
import { useSaveSettings } from './queries';
import { ReviewSettings } from './ReviewSettings';

import { CHANNELS, QUEUES, SAY_SETTING, SETTING_LABELS } from './settingsWords';
import { timeZones } from './zones';

const MOST_ASSISTANCE = 50;
const MOST_INQUIRIES = 200;

/** The settings that have an effect, each with what it does. */
const SETTINGS = Object.keys(SETTING_LABELS) as (keyof typeof SETTING_LABELS)[];
type Shown = Pick<SettingsItem, keyof typeof SETTING_LABELS>;

export function SettingsForm({
  settings,
  onReload,
}: {
  settings: SettingsItem;
  onReload: () => Promise<unknown>;
}) {
  const { time_zone, score_threshold, pattern_threshold, pattern_length } = settings;
  const base = Object.fromEntries(SETTINGS.map((name) => [name, settings[name]])) as unknown as Shown;
  const edit = useChanges('settings', base);
  const { values, changes, set, touched, forget } = edit;
  const save = useSaveSettings();
  const problem = save.error ? asProblem(save.error) : null;
  const zones = useMemo(() => timeZones(time_zone), [time_zone]);
  const wrong = (name: keyof Shown) =>
    problem?.fields.find(({ pointer }) => pointer === `/${name}` || pointer.startsWith(`/${name}/`))?.message;
  const editable = settings.actions.includes('edit');
  const { score_threshold: low, pattern_threshold: lowCriterion, pattern_length: running } = values;
  const numbers = [low, lowCriterion, running].join(' ');
  const before = [score_threshold, pattern_threshold, pattern_length].join(' ');
  // The numbers that are about to be saved; another one that is typed takes them back.
  const [foreseen, setForeseen] = useState<string | null>(null);
  const { button, back } = useWayBack();
  const send = () => {
    if (edit.waits()) return;
    save.mutate(
      { of: settings, changes },
      {
        onSuccess: () => {
          forget();
          said('The settings are saved.');
        },
        onSettled: () => setForeseen(null),
      },
    );
  };
  return (
    <form
      aria-label="Settings"
      onSubmit={(event) => {
        event.preventDefault();
        if (edit.waits()) return;
        if (numbers === before) send();
        else setForeseen(numbers);
      }}
    >
      <Stack gap="lg">
        <Select
          label="Time zone"
          description="Where a day begins and ends, in reports and data periods, and how times are shown to everybody."
          data={zones}
          value={values.time_zone}
          error={wrong('time_zone')}
          readOnly={!editable}
          searchable
          allowDeselect={false}
          maw={360}
          onChange={(zone) => zone && set('time_zone', zone)}
        />
        <Text size="sm" c="dimmed" mt="calc(var(--mantine-spacing-sm) * -1)" aria-live="polite">
          Now: {exactInstant(new Date().toISOString(), values.time_zone)}
        </Text>
        <NumberInput
          label="Minimum sample"
          description="Below so many answers no percentage is shown, but “Not enough data”. N/A answers don’t count."
          min={1}
          max={100}
          allowDecimal={false}
          value={values.minimum_sample}
          error={wrong('minimum_sample')}
          readOnly={!editable}
          maw={360}
          onChange={(value) => typeof value === 'number' && set('minimum_sample', value)}
        />
        <TagsInput
          label="Inquiries"
          description="The reasons for a contact that new conversations are sorted into. Press Enter after each."
          value={values.inquiries}
          maxTags={MOST_INQUIRIES}
          error={wrong('inquiries')}
          readOnly={!editable}
          acceptValueOnBlur
          onChange={(all) => set('inquiries', all)}
        />
        <TagsInput
          label="Assistance in coaching plans"
          description="What agents may ask help with, beside their own ideas. Press Enter after each."
          value={values.plan_assistance}
          maxTags={MOST_ASSISTANCE}
          error={wrong('plan_assistance')}
          readOnly={!editable}
          acceptValueOnBlur
          onChange={(all) => set('plan_assistance', all)}
        />
        <Select
          label="Agent’s channel"
          description={
            'Where the agent is in recordings of two channels, if nothing that came with them says so. Amazon Connect ' +
            'records the agent on the second. It counts for what comes in from now on; what is in already stays, and ' +
            'is swapped under Intake, for a folder or an import.'
          }
          data={CHANNELS}
          value={
            values.agent_channel === null || values.agent_channel === undefined
              ? 'told'
              : String(values.agent_channel)
          }
          error={wrong('agent_channel')}
          readOnly={!editable}
          allowDeselect={false}
          maw={360}
          onChange={(channel) => set('agent_channel', channel === 'told' ? null : Number(channel))}
        />
        <Select
          label="Queues that are not known"
          description={
            'Which of them hold a conversation until somebody says what is meant. A queue is known from its first ' +
            'conversation on.'
          }
          data={QUEUES}
          value={values.ask_about_queues}
          error={wrong('ask_about_queues')}
          readOnly={!editable}
          allowDeselect={false}
          maw={360}
          onChange={(asked) => {
            const chosen = QUEUES.find(({ value }) => value === asked);
            if (chosen) set('ask_about_queues', chosen.value);
          }}
        />
        <Switch
          label="Infer agents’ sentiment"
          description={
            'How positive agents sound, from their words. Off, nothing of it is shown, not even what another system ' +
            'sent along. The EU AI Act forbids to infer the emotions of workers from their voice.'
          }
          checked={values.agent_sentiment}
          error={wrong('agent_sentiment')}
          disabled={!editable}
          onChange={(event) => set('agent_sentiment', event.currentTarget.checked)}
        />
        <Switch
          label="Show screen recordings"
          description="Recordings of agents’ screens that come in with a conversation can be looked at beside it."
          checked={values.screen_recording}
          error={wrong('screen_recording')}
          disabled={!editable}
          onChange={(event) => set('screen_recording', event.currentTarget.checked)}
        />
        <Switch
          label="Check reports a second time"
          description={
            'The model looks at each sentence of a report once more, beside nothing but what it cites, and what isn’t ' +
            'borne out is left out. It costs a further request for each report.'
          }
          checked={values.summary_check}
          error={wrong('summary_check')}
          disabled={!editable}
          onChange={(event) => set('summary_check', event.currentTarget.checked)}
        />
        <Switch
          label="Make reports of 1-to-1s overnight"
          description={
            'In the night before each 1-to-1 its report is made, unless there is one, and whoever leads it is told. Each ' +
            'costs what a report costs, and none is made once the month’s budget for reports is spent.'
          }
          checked={values.reports_overnight}
          error={wrong('reports_overnight')}
          disabled={!editable}
          onChange={(event) => set('reports_overnight', event.currentTarget.checked)}
        />
        <Switch
          label="Check the AI’s answers a second time"
          description={
            'The model looks once more at each answer that gives an agent credit, beside nothing but the question and ' +
            'the agent’s sentence, and what isn’t borne out waits for a person. It costs a further, short request ' +
            'for each evaluation.'
          }
          checked={values.answer_check}
          error={wrong('answer_check')}
          disabled={!editable}
          onChange={(event) => set('answer_check', event.currentTarget.checked)}
        />
        <FlagSettings
          values={values}
          set={(name, value) => set(name, value as Shown[typeof name])}
          wrong={wrong}
          editable={editable}
        />
        <ReviewSettings
          values={values}
          set={(name, value) => set(name, value as Shown[typeof name])}
          wrong={wrong}
          editable={editable}
        />
        <EarningSettings
          values={values}
          set={(name, value) => set(name, value as Shown[typeof name])}
          wrong={wrong}
          editable={editable}
        />
        <NumberInput
          label="Practice passes from"
          description="The score from which an attempt at a practice passes. Empty is the pass mark of the scorecard whose criterion is practised. What was approved before keeps its own."
          min={0}
          max={100}
          suffix="%"
          placeholder="The scorecard’s pass mark"
          value={values.practice_pass_score ?? ''}
          error={wrong('practice_pass_score')}
          readOnly={!editable}
          maw={360}
          onChange={(value) => set('practice_pass_score', typeof value === 'number' ? value : null)}
        />
        <SamplingSettings
          value={values.automatic_sampling}
          onChange={(sampling) => set('automatic_sampling', sampling)}
          wrong={wrong('automatic_sampling')}
          editable={editable}
        />
        <BudgetSettings
          value={values.model_budget_usd_month}
          onChange={(budget) => set('model_budget_usd_month', budget)}
          wrong={wrong('model_budget_usd_month')}
          editable={editable}
        />
        <MaskingSettings
          value={values.masking}
          onChange={(masking) => set('masking', masking)}
          wrong={wrong('masking')}
          editable={editable}
        />
        <OtherProblem
          problem={problem}
          shown={Object.keys(base)}
          onReload={() => void onReload().then(() => save.reset())}
        />
        <Contested edit={edit} labels={SETTING_LABELS} say={SAY_SETTING} saving={save.isPending} />
        {editable && foreseen !== null && foreseen === numbers && (
          <Foreseen
            plan={{
              kind: 'threshold',
              score_threshold: low,
              pattern_threshold: lowCriterion,
              pattern_length: running,
            }}
            what={
              `Evaluations below ${low}% count as low, in the place of ${score_threshold}%; a criterion below ` +
              `${lowCriterion}% in ${running} calls running is a pattern, in the place of ${pattern_threshold}% in ${pattern_length}.`
            }
            go="Save the settings"
            pending={save.isPending}
            onGo={send}
            onBack={() => {
              setForeseen(null);
              back();
            }}
          />
        )}
        {editable && (foreseen === null || foreseen !== numbers) && (
          <Group gap="xs">
            <Button ref={button} type="submit" disabled={!touched} loading={save.isPending}>
              Save
            </Button>
            {touched && (
              <Button
                variant="default"
                disabled={save.isPending}
                onClick={() => {
                  save.reset();
                  forget();
                }}
              >
                Discard changes
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </form>
  );
}
