import { MultiSelect, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { scorecardsQuery } from '@/parts/names';
import { DayRange } from '@/parts/DayRange';
import { Filters, inForce } from '@/parts/Filters';
import { PersonSelect } from '@/parts/PersonSelect';
import { wordOf } from '@/parts/words';
import { useMay, useMe } from '@/session/me';
import { ANSWERS, NO_FIGURE, STATUSES, TYPES, isOfFigure, type ListSearch } from './addresses';
import { TYPE_WORDS } from './words';

const STATUS_WORDS = { completed: 'Completed', draft: 'Drafts' };
const ANSWER_WORDS = { awaited: 'None yet', disputed: 'Disputed', acknowledged: 'Acknowledged' };

/** The filters of the list; each of them stands in the address. */
export function EvaluationFilters({
  search,
  onChange,
}: {
  search: ListSearch;
  onChange: (change: ListSearch) => void;
}) {
  const may = useMay();
  const { reach } = useMe();
  const scorecards = useQuery({ ...scorecardsQuery, enabled: may('scorecards.view') });
  return (
    <Filters
      label="Filter evaluations"
      count={inForce(
        search.agent,
        search.evaluator,
        search.scorecard,
        search.type,
        search.answer,
        search.from ?? search.to,
      )}
      always={
        may('evaluations.perform') && (
          <SegmentedControl
            aria-label="Status"
            value={search.status ?? 'completed'}
            onChange={(status) =>
              onChange({
                status: STATUSES.find((each) => each === status && each !== 'completed'),
                ...(status === 'draft' && { ...NO_FIGURE, answer: undefined }),
              })
            }
            data={STATUSES.map((value) => ({ value, label: wordOf(STATUS_WORDS, value) }))}
          />
        )
      }
    >
      {reach !== 'own' && (
        <>
          <PersonSelect
            label="Agent"
            w={{ base: '100%', xs: 180 }}
            value={search.agent?.[0] ?? null}
            onChange={(id) => onChange({ agent: id ? [id] : undefined })}
          />
          {search.status !== 'draft' && (
            <PersonSelect
              label="Evaluator"
              among="evaluators"
              w={{ base: '100%', xs: 180 }}
              value={search.evaluator ?? null}
              onChange={(id) => onChange({ evaluator: id ?? undefined })}
            />
          )}
        </>
      )}
      {may('scorecards.view') && (
        <Select
          label="Scorecard"
          w={{ base: '100%', xs: 180 }}
          clearable
          placeholder="Any"
          data={(scorecards.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={search.scorecard ?? null}
          onChange={(id) =>
            onChange({
              scorecard: id ?? undefined,
              // What leads from a figure is about one scorecard; automatic failures of the whole are of any.
              ...(!(search.outcome?.includes('auto_failed') && search.section === undefined) && NO_FIGURE),
            })
          }
        />
      )}
      <MultiSelect
        label="Type"
        w={{ base: '100%', xs: 180 }}
        clearable
        placeholder={search.type ? undefined : 'Any'}
        data={TYPES.map((value) => ({ value, label: wordOf(TYPE_WORDS, value) }))}
        value={search.type ?? []}
        onChange={(types) => {
          const type = TYPES.filter((each) => types.includes(each));
          onChange({ type: type.length ? type : undefined });
        }}
      />
      {/* What is behind a figure is narrowed by nothing that agents answered. */}
      {search.status !== 'draft' && !isOfFigure(search) && (
        <Select
          label={reach === 'own' ? 'Your answer' : 'Agent’s answer'}
          w={{ base: '100%', xs: 180 }}
          clearable
          placeholder="Any"
          data={ANSWERS.map((value) => ({ value, label: wordOf(ANSWER_WORDS, value) }))}
          value={search.answer ?? null}
          onChange={(answer) => onChange({ answer: ANSWERS.find((each) => each === answer) })}
        />
      )}
      <DayRange
        label="Interaction between"
        from={search.from}
        to={search.to}
        onChange={(from, to) => onChange({ from, to })}
      />
    </Filters>
  );
}
