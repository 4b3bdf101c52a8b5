import { Fieldset, NumberInput, Select, Stack, Switch } from '@mantine/core';
import type { SettingsItem } from '@/api/schema';
import { PersonSelect } from '@/parts/PersonSelect';
import { DECIDERS } from './settingsWords';

/** The settings of acknowledging and disputing. */
export type ReviewSetting =
  | 'accept_and_dispute'
  | 'require_acknowledgement'
  | 'acknowledgement_window_days'
  | 'acknowledgement_reminder_days'
  | 'acknowledge_automatic'
  | 'dispute_rounds'
  | 'disputes_decided_by'
  | 'dispute_reviewer_id';

type Values = Pick<SettingsItem, ReviewSetting>;

/** Whether agents answer evaluations, for how long, and who decides what they dispute. */
export function ReviewSettings({
  values,
  set,
  wrong,
  editable,
}: {
  values: Values;
  set: <Name extends ReviewSetting>(name: Name, value: SettingsItem[Name]) => void;
  wrong: (name: ReviewSetting) => string | undefined;
  editable: boolean;
}) {
  const on = values.accept_and_dispute;
  const days = (
    name: 'acknowledgement_window_days' | 'acknowledgement_reminder_days' | 'dispute_rounds',
  ) => ({
    allowDecimal: false,
    value: values[name],
    error: wrong(name),
    readOnly: !editable,
    maw: 360,
    onChange: (value: string | number) => {
      if (typeof value === 'number') set(name, value);
    },
  });
  return (
    <Fieldset legend="Acknowledging and disputing" variant="unstyled" miw={0}>
      <Stack gap="lg">
        <Switch
          label="Agents answer evaluations"
          description="They acknowledge an evaluation of their work, or dispute answers of it, each with a reason."
          checked={on}
          error={wrong('accept_and_dispute')}
          disabled={!editable}
          onChange={(event) => set('accept_and_dispute', event.currentTarget.checked)}
        />
        {on && (
          <>
            <Switch
              label="Require acknowledgement"
              description="Whoever doesn’t answer in time has acknowledged the evaluation."
              checked={values.require_acknowledgement}
              error={wrong('require_acknowledgement')}
              disabled={!editable}
              onChange={(event) => set('require_acknowledgement', event.currentTarget.checked)}
            />
            <Switch
              label="Ask for each automatic evaluation too"
              description="Off, agents aren’t told of what the AI completed by itself, one by one; they may dispute it in any case."
              checked={values.acknowledge_automatic}
              error={wrong('acknowledge_automatic')}
              disabled={!editable}
              onChange={(event) => set('acknowledge_automatic', event.currentTarget.checked)}
            />
            <NumberInput
              label="Days to answer"
              description="So many whole days after an agent was told they may dispute."
              min={1}
              max={90}
              {...days('acknowledgement_window_days')}
            />
            <NumberInput
              label="Reminder, days before"
              description="An agent who hasn’t answered is reminded so many days before the end; 0 for no reminder."
              min={0}
              max={30}
              {...days('acknowledgement_reminder_days')}
            />
            <NumberInput
              label="Most disputes of an evaluation"
              min={1}
              max={10}
              {...days('dispute_rounds')}
            />
            <Select
              label="Disputes are decided by"
              description="Never by whoever raised them. Who has left, or may no longer decide, is replaced by the next."
              data={DECIDERS}
              value={values.disputes_decided_by}
              error={wrong('disputes_decided_by')}
              readOnly={!editable}
              allowDeselect={false}
              maw={360}
              onChange={(by) => {
                const chosen = DECIDERS.find(({ value }) => value === by);
                if (chosen) set('disputes_decided_by', chosen.value);
              }}
            />
            {values.disputes_decided_by !== 'queue' && (
              <PersonSelect
                label={
                  values.disputes_decided_by === 'reviewer' ? 'Reviewer' : 'Reviewer, where nobody evaluated'
                }
                maw={360}
                value={values.dispute_reviewer_id ?? null}
                error={wrong('dispute_reviewer_id')}
                onChange={(id) => set('dispute_reviewer_id', id)}
              />
            )}
          </>
        )}
      </Stack>
    </Fieldset>
  );
}
