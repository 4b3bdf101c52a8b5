import { Fieldset, NumberInput, SimpleGrid, Stack, Text } from '@mantine/core';
import type { SettingsItem } from '@/api/schema';
import { USES } from './settingsWords';

type Budget = SettingsItem['model_budget_usd_month'];

/** What transcription and the model may cost in a month, by what they are used for. */
export function BudgetSettings({
  value,
  onChange,
  wrong,
  editable,
}: {
  value: Budget;
  onChange: (value: Budget) => void;
  wrong: string | undefined;
  editable: boolean;
}) {
  return (
    <Fieldset legend="What transcription and the model may cost in a month" variant="unstyled" miw={0}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          In US dollars, by use. Empty is no limit, 0 is not at all. Once it is spent nothing more is begun
          until the month is over or the limit is raised; you are told at 80% and when it is spent. What was
          spent stands on the home page.
        </Text>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          {USES.map(({ use, label, once }) => (
            <NumberInput
              key={use}
              label={label}
              description={once}
              min={0}
              max={10_000_000}
              decimalScale={2}
              prefix="$"
              thousandSeparator=","
              placeholder="No limit"
              value={value[use] ?? ''}
              readOnly={!editable}
              inputWrapperOrder={['label', 'input', 'description']}
              onChange={(typed) => onChange({ ...value, [use]: typeof typed === 'number' ? typed : null })}
            />
          ))}
        </SimpleGrid>
        {wrong && (
          <Text size="sm" c="red">
            {wrong}
          </Text>
        )}
      </Stack>
    </Fieldset>
  );
}
