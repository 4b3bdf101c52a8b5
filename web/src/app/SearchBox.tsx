import { Combobox, Highlight, Kbd, Loader, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { api, body } from '@/api/client';
import { useHeading } from '@/parts/Heading';
import { everyPage } from '@/parts/names';
import { useMay } from '@/session/me';

const AT_LEAST = 2;
const PEOPLE = 6;
const CONVERSATIONS = 6;

/** From anywhere to a person or a conversation, by `/` or Ctrl-K. */
export function SearchBox() {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 200);
  const input = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const may = useMay();
  const heading = useHeading();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  useHotkeys([
    ['/', () => input.current?.focus()],
    ['mod+K', () => input.current?.focus(), { preventDefault: true }],
  ]);
  const enough = q.length >= AT_LEAST;
  const { data, isFetching } = useQuery({
    queryKey: ['search', q],
    enabled: enough,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const [people, interactions] = await Promise.all([
        may('people.view')
          ? everyPage(
              (cursor) =>
                body(api.GET('/people', { params: { query: { q, limit: PEOPLE, cursor } }, signal })),
              PEOPLE,
            )
          : [],
        may('interactions.view')
          ? body(api.GET('/interactions', { params: { query: { q, limit: CONVERSATIONS } }, signal }))
          : { items: [], next_cursor: null },
      ]);
      return {
        people: people.slice(0, PEOPLE),
        interactions: interactions.items,
        more: interactions.next_cursor !== null,
      };
    },
  });
  const found = enough && data ? data : { people: [], interactions: [], more: false };
  const none = found.people.length + found.interactions.length === 0;

  function open(value: string) {
    combobox.closeDropdown();
    setTyped('');
    input.current?.blur();
    const [kind, id = ''] = value.split(':');
    if (kind === 'person') void navigate({ to: '/people/$personId', params: { personId: id } });
    else void navigate({ to: '/conversations/$interactionId', params: { interactionId: id } });
  }

  return (
    <Combobox store={combobox} onOptionSubmit={open} shadow="md">
      <Combobox.Target>
        <TextInput
          ref={input}
          type="search"
          aria-label="Search people and contact references"
          placeholder="Part of a name or reference"
          value={typed}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={isFetching ? <Loader size={14} /> : typed ? null : <Kbd size="xs">/</Kbd>}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!enough}>
        <Combobox.Options aria-label="Found">
          {found.people.length > 0 && (
            <Combobox.Group label="People">
              {found.people.map((person) => (
                <Combobox.Option key={person.id} value={`person:${person.id}`}>
                  <Highlight highlight={q.split(/\s+/)} size="sm">
                    {person.name}
                  </Highlight>
                  <Text size="xs" c="dimmed">
                    {[person.team?.name, person.roles.map((role) => role.name).join(', ')]
                      .filter(Boolean)
                      .join(' · ')}
                  </Text>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          )}
          {found.interactions.length > 0 && (
            <Combobox.Group label="Conversations">
              {found.interactions.map((interaction) => (
                <Combobox.Option key={interaction.id} value={`interaction:${interaction.id}`}>
                  <Text size="sm">{heading({ ...interaction, at: interaction.started_at })}</Text>
                  <Highlight highlight={q} size="xs" c="dimmed">
                    {[interaction.contact_reference, interaction.agent_name, interaction.queue]
                      .filter(Boolean)
                      .join(' · ')}
                  </Highlight>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          )}
          {found.more && !isFetching && (
            <Combobox.Empty>
              There are more than could be looked through; type more of the reference
            </Combobox.Empty>
          )}
          {none && !found.more && !isFetching && (
            <Combobox.Empty>Nobody and nothing of this name</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
