import { Fieldset, NumberInput, Radio, Stack } from '@mantine/core';
import type { SettingsItem } from '@/api/schema';
import { WAYS } from './settingsWords';

type Sampling = SettingsItem['automatic_sampling'];

/** Which conversations scorecards that start by themselves evaluate. */
export function SamplingSettings({
  value,
  onChange,
  wrong,
  editable,
}: {
  value: Sampling;
  onChange: (value: Sampling) => void;
  wrong: string | undefined;
  editable: boolean;
}) {
  return (
    <Fieldset legend="What the AI evaluates by itself" variant="unstyled" miw={0}>
      <Stack gap="sm">
        <Radio.Group
          aria-label="What the AI evaluates by itself"
          description="The lot follows from the conversation, so that anybody can draw it again. Reports that rest on a sample say so, and how far they err. What an automation starts is evaluated in any case."
          value={value.how}
          error={wrong}
          readOnly={!editable}
          onChange={(chosen) => {
            const known = WAYS.find(({ how }) => how === chosen);
            if (known) onChange({ ...value, how: known.how });
          }}
        >
          <Stack gap={6} mt={6}>
            {WAYS.map(({ how, label }) => (
              <Radio key={how} value={how} label={label} disabled={!editable} />
            ))}
          </Stack>
        </Radio.Group>
        {value.how === 'share' && (
          <NumberInput
            label="Share"
            min={0.1}
            max={100}
            decimalScale={1}
            suffix="%"
            maw={360}
            value={value.percent}
            readOnly={!editable}
            onChange={(typed) => typeof typed === 'number' && onChange({ ...value, percent: typed })}
          />
        )}
        {value.how === 'number' && (
          <NumberInput
            label="Of each agent in a month"
            description="At most. How many an agent will have in the month is foreseen, so that there may be somewhat fewer."
            min={1}
            max={1000}
            allowDecimal={false}
            maw={360}
            value={value.per_agent_month}
            readOnly={!editable}
            onChange={(typed) => typeof typed === 'number' && onChange({ ...value, per_agent_month: typed })}
          />
        )}
      </Stack>
    </Fieldset>
  );
}
