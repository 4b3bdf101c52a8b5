import { Fieldset, NumberInput, Stack, Switch } from '@mantine/core';
import type { SettingsItem } from '@/api/schema';
import { PeoplePicker } from '@/parts/PeoplePicker';

/** The settings of how the AI earns its questions. */
export type EarningSetting =
  | 'ai_must_earn'
  | 'ai_checker_ids'
  | 'ai_agreement_line'
  | 'ai_least_checks'
  | 'ai_check_percent'
  | 'ai_checks_monthly';

type Values = Pick<SettingsItem, EarningSetting>;
type Figure = Exclude<EarningSetting, 'ai_must_earn' | 'ai_checker_ids'>;

/** Who checks the AI’s answers blindly, how many, and whether it has to earn to score alone. */
export function EarningSettings({
  values,
  set,
  wrong,
  editable,
}: {
  values: Values;
  set: <Name extends EarningSetting>(name: Name, value: SettingsItem[Name]) => void;
  wrong: (name: EarningSetting) => string | undefined;
  editable: boolean;
}) {
  const figure = (name: Figure) => ({
    value: values[name],
    error: wrong(name),
    readOnly: !editable,
    maw: 360,
    onChange: (value: string | number) => {
      if (typeof value === 'number') set(name, value);
    },
  });
  return (
    <Fieldset legend="Checking the AI’s answers" variant="unstyled" miw={0}>
      <Stack gap="lg">
        <PeoplePicker
          label="Who checks the AI"
          among="evaluators"
          description="By lot they answer a few questions of an automatic evaluation before they see what the AI answered. Nothing is checked while nobody is named."
          value={values.ai_checker_ids}
          error={wrong('ai_checker_ids')}
          onChange={(ids) => set('ai_checker_ids', ids)}
        />
        <Switch
          label="The AI has to earn each question"
          description="It scores alone only where checks have shown that it answers as people do; everything else becomes a draft with its answers as proposals. Name who checks some weeks before, or all of it waits for people at first."
          checked={values.ai_must_earn}
          error={wrong('ai_must_earn')}
          disabled={!editable}
          onChange={(event) => set('ai_must_earn', event.currentTarget.checked)}
        />
        <NumberInput
          label="Agreement to exceed, in percent"
          description="The lower end of the 95% interval has to lie above it. N/A counts as an answer."
          min={50}
          max={99}
          {...figure('ai_agreement_line')}
        />
        <NumberInput
          label="Fewest checks of a question"
          allowDecimal={false}
          min={5}
          max={100}
          {...figure('ai_least_checks')}
        />
        <NumberInput
          label="Evaluations drawn for a check, in percent"
          description="Of those that the AI makes by itself."
          min={0.1}
          max={100}
          {...figure('ai_check_percent')}
        />
        <NumberInput
          label="Most checks of a question in 30 days"
          allowDecimal={false}
          min={1}
          max={100}
          {...figure('ai_checks_monthly')}
        />
      </Stack>
    </Fieldset>
  );
}
