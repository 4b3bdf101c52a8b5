import { Loader, Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { NameRef, PersonItem } from '@/api/schema';
import { evaluatorsCalled, useAmong, useNamesAmong, type Among } from './evaluators';
import { everyPage } from './names';
import { holds } from './plain';

const OFFERED = 20;

/**
 * Choosing a person among those whom the signed-in person sees, or among those who may evaluate, by any part of a name.
 *
 * @param value the chosen person's id.
 * @param among evaluators: everybody who may evaluate, for those who give evaluations; `onChange` gets their id alone.
 * @param roles only people with one of these roles, such as `['agent']`.
 * @param without people who are not offered, by id.
 */
export function PersonSelect({
  value,
  onChange,
  among: wanted = 'people',
  roles,
  kinds = ['human'],
  without = [],
  ...rest
}: {
  value: string | null;
  onChange: (id: string | null, person: PersonItem | null) => void;
  among?: Among;
  roles?: string[];
  kinds?: ('human' | 'bot')[];
  without?: string[];
} & Omit<SelectProps, 'value' | 'onChange' | 'data' | 'searchable'>) {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 200);
  const among = useAmong(wanted);
  const nameOf = useNamesAmong(wanted, [value]);
  const chosen = value ? nameOf(value) : undefined;
  const meant = (text: string) => (text === chosen ? '' : text);
  const asked = meant(q);
  const { data, isFetching, isError, isPlaceholderData } = useQuery({
    queryKey: ['people', 'choice', { q: asked, among, roles, kinds }],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }): Promise<(NameRef | PersonItem)[]> => {
      if (among === 'evaluators') {
        return everyPage((cursor) => evaluatorsCalled(asked || undefined, OFFERED, cursor, signal), OFFERED);
      }
      const query = {
        q: asked || undefined,
        role: roles,
        kind: kinds,
        status: ['active' as const],
        limit: OFFERED,
      };
      return everyPage(
        (cursor) => body(api.GET('/people', { params: { query: { ...query, cursor } }, signal })),
        OFFERED,
      );
    },
  });
  // Until what is typed is answered, those whom an earlier text found stand there who are called so too.
  const waiting = isPlaceholderData || meant(typed.trim()) !== asked;
  const people = (data ?? [])
    .slice(0, OFFERED)
    .filter((each) => !without.includes(each.id) && (!waiting || holds(each.name, meant(typed.trim()))));
  const options = people.map((each) => ({ value: each.id, label: each.name }));
  if (value && chosen && !options.some((each) => each.value === value)) {
    options.unshift({ value, label: chosen });
  }
  return (
    <Select
      searchable
      clearable
      placeholder="Type a name"
      nothingFoundMessage={
        isFetching || waiting
          ? 'Searching …'
          : isError
            ? 'Names couldn’t be searched just now; try again in a moment'
            : 'Nobody of this name'
      }
      {...(waiting && { rightSection: <Loader size={14} /> })}
      {...rest}
      data={options}
      value={value}
      onChange={(id) => {
        const person = people.find((each) => each.id === id);
        onChange(id, person && 'kind' in person ? person : null);
      }}
      onSearchChange={setTyped}
      filter={({ options: all }) => all}
    />
  );
}
