import { Group, NativeSelect, Select, type ComboboxData } from '@mantine/core';
import { wordOf } from '@/parts/words';
import { byPlainLetters } from '@/parts/plain';
import { useMay, useMe } from '@/session/me';
import { BYS, type ReportSearch } from './addresses';

export type CutSearch = Pick<ReportSearch, 'by' | 'question' | 'section'>;
export type ChangeCut = (by: Partial<ReportSearch>) => void;

const WORDS = {
  agent: 'Person',
  team: 'Team',
  version: 'Scorecard version',
  evaluator: 'Evaluator',
  week: 'Week',
};

/** By what a report is taken apart, and which of its figures. */
export function Cut({
  cut,
  person,
  figures,
  figure,
  onChange,
  onFigure,
}: {
  cut: CutSearch;
  /** Whether the report is of one person, whose work no team's figures are of. */
  person: boolean;
  figures: ComboboxData;
  figure: string | null;
  onChange: ChangeCut;
  onFigure: (value: string) => void;
}) {
  const may = useMay();
  const { reach } = useMe();
  const offered = BYS.filter(
    (by) =>
      (by !== 'evaluator' || may('scorecards.view')) &&
      (by !== 'team' || !person) &&
      (reach !== 'own' || (by !== 'agent' && by !== 'team')),
  );
  return (
    <Group gap="sm" align="flex-end">
      <NativeSelect
        label="By"
        w={{ base: '100%', xs: 190 }}
        value={cut.by ?? ''}
        data={[
          { value: '', label: 'Not taken apart' },
          ...offered.map((value) => ({ value, label: wordOf(WORDS, value) })),
        ]}
        onChange={(event) => {
          const by = BYS.find((each) => each === event.currentTarget.value);
          onChange(by ? { by } : { by: undefined, question: undefined, section: undefined });
        }}
      />
      {cut.by && (
        <Select
          label="Of"
          w={{ base: '100%', xs: 360 }}
          data={figures}
          value={figure}
          allowDeselect={false}
          searchable
          filter={byPlainLetters}
          onChange={(value) => {
            if (value !== null) onFigure(value);
          }}
        />
      )}
    </Group>
  );
}
