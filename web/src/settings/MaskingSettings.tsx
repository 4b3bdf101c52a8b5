import { Fieldset, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import type { SettingsItem } from '@/api/schema';

import { MASKED, PLACES } from './settingsWords';

type Masking = SettingsItem['masking'];

/** Where personal data in what was said is masked, by its kind. */
export function MaskingSettings({
  value,
  onChange,
  wrong,
  editable,
}: {
  value: Masking;
  onChange: (value: Masking) => void;
  wrong: string | undefined;
  editable: boolean;
}) {
  return (
    <Fieldset legend="Masking personal data" variant="unstyled" miw={0}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Masked for models, notices and readers, it stays in the stored transcript: whoever may see personal
          data can have it shown, which is recorded. Masked before it is stored, it is gone from transcripts
          that come in from then on; recordings keep what was said.
        </Text>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          {MASKED.map(({ kind, label }) => (
            <Select
              key={kind}
              label={label}
              data={PLACES}
              value={value[kind]}
              readOnly={!editable}
              allowDeselect={false}
              onChange={(chosen) => {
                const place = PLACES.find((each) => each.value === chosen);
                if (place) onChange({ ...value, [kind]: place.value });
              }}
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
