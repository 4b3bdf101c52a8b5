import { Group, MultiSelect, NumberInput, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FieldView } from '@/api/schema';
import { teamsQuery } from '@/parts/names';
import { PeoplePicker } from '@/parts/PeoplePicker';
import { byPlainLetters } from '@/parts/plain';
import { useMay } from '@/session/me';
import { indicatorsQuery } from '@/settings/queries';
import type { Leaf } from './tree';

/** What a test compares with. A value may be named before any conversation has it. */
export function ConditionValues({
  leaf,
  field,
  onChange,
}: {
  leaf: Leaf;
  field: FieldView;
  onChange: (leaf: Leaf) => void;
}) {
  if (leaf.kind === 'within') {
    const bound = (name: 'at_least' | 'at_most', label: string) => (
      <NumberInput
        label={`${label} (seconds)`}
        min={0}
        decimalScale={3}
        w={150}
        value={leaf[name] == null ? '' : leaf[name] / 1000}
        onChange={(value) =>
          onChange({ ...leaf, [name]: typeof value === 'number' ? Math.round(value * 1000) : null })
        }
      />
    );
    return (
      <Group gap="xs">
        {bound('at_least', 'At least')}
        {bound('at_most', 'At most')}
      </Group>
    );
  }
  if (leaf.kind !== 'in' && leaf.kind !== 'not_in') return null;
  const set = (values: string[]) => onChange({ ...leaf, values });
  if (field.name === 'agent_id') return <PeoplePicker label="Agents" value={leaf.values} onChange={set} />;
  if (field.name === 'team_id') return <Teams values={leaf.values} onChange={set} />;
  if (field.name === 'indicators') return <Indicators values={leaf.values} onChange={set} />;
  if (field.choices)
    return <MultiSelect label="Values" data={field.choices} value={leaf.values} onChange={set} />;
  return <Texts values={leaf.values} onChange={set} />;
}

interface Values {
  values: string[];
  onChange: (values: string[]) => void;
}

function Teams({ values, onChange }: Values) {
  const may = useMay();
  const teams = useQuery({ ...teamsQuery, enabled: may('people.view') });
  const data = (teams.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const known = values.filter((each) => data.some(({ value }) => value === each));
  // One that is gone is shown by its id, so that it can be taken out.
  const gone = values.filter((each) => !known.includes(each)).map((value) => ({ value, label: value }));
  return (
    <MultiSelect
      label="Teams"
      searchable
      filter={byPlainLetters}
      data={[...data, ...gone]}
      value={values}
      onChange={onChange}
    />
  );
}

function Indicators({ values, onChange }: Values) {
  const indicators = useQuery(indicatorsQuery);
  return <Texts values={values} known={indicators.data ?? []} onChange={onChange} />;
}

function Texts({ values, known = [], onChange }: Values & { known?: string[] }) {
  return (
    <TagsInput
      label="Values"
      description="Press Enter after each. They needn’t be in the data yet."
      data={known}
      value={values}
      splitChars={[]}
      acceptValueOnBlur
      onChange={onChange}
    />
  );
}
