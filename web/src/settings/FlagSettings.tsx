import { Fieldset, NumberInput, Stack, Switch, TagsInput } from '@mantine/core';
import type { SettingsItem } from '@/api/schema';

/** The settings from which flags are raised. */
export type FlagSetting =
  | 'score_threshold'
  | 'pattern_threshold'
  | 'pattern_length'
  | 'alert_keywords'
  | 'policy_indicators'
  | 'flag_hang_ups';

type Values = Pick<SettingsItem, FlagSetting>;

const MOST_KEYWORDS = 200;
const MOST_POLICIES = 100;

/** What of a conversation is flagged, so that somebody looks at it. */
export function FlagSettings({
  values,
  set,
  wrong,
  editable,
}: {
  values: Values;
  set: <Name extends FlagSetting>(name: Name, value: SettingsItem[Name]) => void;
  wrong: (name: FlagSetting) => string | undefined;
  editable: boolean;
}) {
  const number = (name: 'score_threshold' | 'pattern_threshold' | 'pattern_length') => ({
    value: values[name],
    error: wrong(name),
    readOnly: !editable,
    maw: 360,
    onChange: (value: string | number) => {
      if (typeof value === 'number') set(name, value);
    },
  });
  return (
    <Fieldset legend="Flags">
      <Stack gap="lg">
        <NumberInput
          label="Low score"
          description="An evaluation below so much of 100 counts as low, and is flagged for quality. What another number would change is told before it is saved."
          min={0}
          max={100}
          suffix="%"
          {...number('score_threshold')}
        />
        <NumberInput
          label="Low criterion"
          description="A criterion below so much of its points counts as low in that call."
          min={0}
          max={100}
          suffix="%"
          {...number('pattern_threshold')}
        />
        <NumberInput
          label="Calls running"
          description="So many calls of an agent in which the same criterion is low, one after the other, are a pattern, and are flagged once."
          min={2}
          max={20}
          allowDecimal={false}
          {...number('pattern_length')}
        />
        <TagsInput
          label="Alert keywords"
          description="Phrases that flag a conversation for compliance, whoever says them. An asterisk stands for any ending. Press Enter after each."
          value={values.alert_keywords}
          maxTags={MOST_KEYWORDS}
          error={wrong('alert_keywords')}
          readOnly={!editable}
          acceptValueOnBlur
          onChange={(all) => set('alert_keywords', all)}
        />
        <TagsInput
          label="Policy violations"
          description="Names of indicators: a conversation in which one holds is flagged for compliance. Press Enter after each."
          value={values.policy_indicators}
          maxTags={MOST_POLICIES}
          error={wrong('policy_indicators')}
          readOnly={!editable}
          acceptValueOnBlur
          onChange={(all) => set('policy_indicators', all)}
        />
        <Switch
          label="Flag hang-ups"
          description="Calls of which it is said that somebody hung up, or that end without a goodbye, thanks or a transfer."
          checked={values.flag_hang_ups}
          error={wrong('flag_hang_ups')}
          disabled={!editable}
          onChange={(event) => set('flag_hang_ups', event.currentTarget.checked)}
        />
      </Stack>
    </Fieldset>
  );
}
