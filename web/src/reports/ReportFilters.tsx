import { MultiSelect, NativeSelect, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DayRange } from '@/parts/DayRange';
import { Filters, inForce } from '@/parts/Filters';
import { teamsQuery } from '@/parts/names';
import { PersonSelect } from '@/parts/PersonSelect';
import { wordOf } from '@/parts/words';
import { useMay, useMe } from '@/session/me';
import { TYPES, type REPORTS, type ReportSearch } from './addresses';
import { PERIOD_WORDS, USUAL, daysOf, kindOf, type PeriodKind } from './periods';
import { scorecardsInUseQuery, type Asked } from './queries';

const TYPE_WORDS = { manual: 'Manual', blended: 'Blended', automatic: 'Automatic' };

/** Whose work, over which days, and which evaluations. */
export function ReportFilters({
  asked,
  report,
  today,
  onChange,
}: {
  asked: Asked;
  report: (typeof REPORTS)[number] | 'overview';
  today: string;
  onChange: (by: Partial<ReportSearch>) => void;
}) {
  const unusual = kindOf(asked, today) === USUAL ? undefined : asked.from;
  return (
    <Filters
      label="Filter the report"
      count={inForce(asked.agent, asked.team, unusual, asked.scorecard, asked.type)}
    >
      <Whose asked={asked} onChange={onChange} />
      <Period asked={asked} today={today} onChange={onChange} />
      <ScorecardChoice asked={asked} needed={report === 'responses'} onChange={onChange} />
      <MultiSelect
        label="Type"
        w={{ base: '100%', xs: 170 }}
        clearable
        placeholder={asked.type ? undefined : 'Any'}
        data={TYPES.map((value) => ({ value, label: wordOf(TYPE_WORDS, value) }))}
        value={asked.type ?? []}
        onChange={(types) => {
          const type = TYPES.filter((each) => types.includes(each));
          onChange({ type: type.length ? type : undefined });
        }}
      />
    </Filters>
  );
}

/** A person, a team, or all whom one may see. An agent chooses between themselves and their team's average. */
export function Whose({
  asked,
  onChange,
}: {
  asked: Pick<Asked, 'agent' | 'team'>;
  onChange: (by: Pick<Partial<ReportSearch>, 'agent' | 'team'>) => void;
}) {
  const { reach, person } = useMe();
  const may = useMay();
  const teams = useQuery({ ...teamsQuery, enabled: reach !== 'own' && may('people.view') });
  if (reach === 'own') {
    if (!person.team) return null;
    return (
      <SegmentedControl
        aria-label="Whose work"
        value={asked.team ? 'team' : 'me'}
        onChange={(whose) =>
          onChange({ agent: undefined, team: whose === 'team' ? person.team?.id : undefined })
        }
        data={[
          { value: 'me', label: 'My work' },
          { value: 'team', label: `${person.team.name}, all together` },
        ]}
      />
    );
  }
  const all = reach === 'everyone' ? 'Everybody' : 'All in my reporting line';
  return (
    <>
      <PersonSelect
        label="Person"
        w={{ base: '100%', xs: 190 }}
        placeholder={asked.team ? 'Anybody' : all}
        value={asked.agent ?? null}
        onChange={(id) => onChange({ agent: id ?? undefined, team: undefined })}
      />
      {may('people.view') && (
        <Select
          label="Team"
          w={{ base: '100%', xs: 170 }}
          clearable
          placeholder="Any"
          data={(teams.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={asked.team ?? null}
          onChange={(id) => onChange({ team: id ?? undefined, agent: undefined })}
        />
      )}
    </>
  );
}

function Period({
  asked,
  today,
  onChange,
}: {
  asked: Asked;
  today: string;
  onChange: (by: Partial<ReportSearch>) => void;
}) {
  const [custom, setCustom] = useState(false);
  const kind: PeriodKind = custom ? 'custom' : kindOf(asked, today);
  return (
    <>
      <NativeSelect
        label="Period"
        w={{ base: '100%', xs: 150 }}
        value={kind}
        data={Object.entries(PERIOD_WORDS).map(([value, label]) => ({ value, label }))}
        onChange={(event) => {
          const chosen = event.currentTarget.value as PeriodKind;
          setCustom(chosen === 'custom');
          if (chosen === USUAL) onChange({ from: undefined, to: undefined });
          else if (chosen !== 'custom') onChange(daysOf(chosen, today));
        }}
      />
      {kind === 'custom' && (
        <DayRange
          label="Days"
          from={asked.from}
          to={asked.to}
          onChange={(from, to) => {
            // A range with an open end is no period yet.
            if (from && to) onChange({ from, to });
          }}
        />
      )}
    </>
  );
}

function ScorecardChoice({
  asked,
  needed,
  onChange,
}: {
  asked: Asked;
  needed: boolean;
  onChange: (by: Partial<ReportSearch>) => void;
}) {
  const { data = [] } = useQuery(scorecardsInUseQuery(asked));
  const known = data.some(({ id }) => id === asked.scorecard);
  const options = [
    ...data.map(({ id, name }) => ({ value: id, label: name })),
    ...(asked.scorecard && !known ? [{ value: asked.scorecard, label: 'One without evaluations' }] : []),
  ];
  return (
    <Select
      label="Scorecard"
      w={{ base: '100%', xs: 190 }}
      clearable={!needed}
      placeholder={needed ? undefined : 'Any'}
      data={options}
      value={asked.scorecard ?? (needed ? (data[0]?.id ?? null) : null)}
      onChange={(id) => onChange({ scorecard: id ?? undefined })}
    />
  );
}
