import { Box, Combobox, Highlight, Kbd, Loader, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from 'react';
import { api, body } from '@/api/client';
import { CHANNELS } from '@/interactions/addresses';
import { useHeading } from '@/parts/Heading';
import { everyPage } from '@/parts/names';
import { manyOf } from '@/parts/search';
import { useMay, useMe } from '@/session/me';
import { channelsLike, inquiriesLike, inquiriesWith } from './inquiries';

const AT_LEAST = 2;
const PEOPLE = 6;
const CONVERSATIONS = 6;
const INQUIRIES = 4;
/** Newest conversations whose inquiries are known to the search, whoever gave them, and how long they are the newest. */
const NEWEST = 100;
const NEWEST_MS = 300_000;

/** From anywhere to a person, a conversation, or all conversations about something, by `/` or Ctrl-K. */
export function SearchBox() {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 200);
  const input = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const may = useMay();
  const { settings } = useMe();
  const heading = useHeading();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  useHotkeys([
    ['/', () => input.current?.focus()],
    ['mod+K', () => input.current?.focus(), { preventDefault: true }],
  ]);
  const enough = q.length >= AT_LEAST;
  const { data, isFetching, isPlaceholderData, isError } = useQuery({
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
  const sought = enough && may('interactions.view');
  const newest = useQuery({
    queryKey: ['search', 'inquiries of the newest'],
    enabled: sought,
    staleTime: NEWEST_MS,
    queryFn: async ({ signal }) => {
      const query = { limit: NEWEST };
      const { items } = await body(api.GET('/interactions', { params: { query }, signal }));
      return inquiriesWith([], items);
    },
  });
  const known = inquiriesWith(settings.inquiries, [{ inquiry: newest.data ?? [] }]);
  const inquiries = sought ? inquiriesLike(q, known, INQUIRIES) : [];
  const channels = sought ? channelsLike(q) : [];
  // Without a connection or an answer it isn't known who and what is there; what was found for another text isn't this.
  const unanswered =
    enough && !isFetching && (isError || newest.isError || data === undefined || isPlaceholderData);
  const found = data && enough && !unanswered ? data : { people: [], interactions: [], more: false };
  const none = channels.length + inquiries.length + found.people.length + found.interactions.length === 0;
  // What stands there is what was typed, and not what an earlier part of it found.
  const settled =
    typed.trim() === q &&
    (!enough || isError || (data !== undefined && !isPlaceholderData && !newest.isLoading));
  const hasty = useRef({ steps: 0, enter: false });
  const catchUp = useEffectEvent(() => {
    const { steps, enter } = hasty.current;
    hasty.current = { steps: 0, enter: false };
    // Pressed again, so that the list does and says what it does of any key.
    for (let step = 0; step < steps; step++) pressed(input.current, 'ArrowDown');
    if (enter) pressed(input.current, 'Enter');
  });
  useEffect(() => {
    if (settled) catchUp();
  }, [settled]);

  /** Keys that are pressed before what they are about is there count once it is. */
  function press(event: KeyboardEvent) {
    if (settled || event.nativeEvent.isComposing) return;
    const { steps } = hasty.current;
    if (event.key === 'ArrowDown') hasty.current.steps = steps + 1;
    else if (event.key === 'ArrowUp') hasty.current.steps = Math.max(0, steps - 1);
    else if (event.key === 'Enter') hasty.current.enter = steps > 0;
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function open(value: string) {
    combobox.closeDropdown();
    setTyped('');
    input.current?.blur();
    const [, kind, id = ''] = /^(\w+):(.*)$/.exec(value) ?? [];
    if (kind === 'inquiry') void navigate({ to: '/conversations', search: { inquiry: [id] } });
    else if (kind === 'channel')
      void navigate({ to: '/conversations', search: { channel: manyOf([id], CHANNELS) } });
    else if (kind === 'person') void navigate({ to: '/people/$personId', params: { personId: id } });
    else void navigate({ to: '/conversations/$interactionId', params: { interactionId: id } });
  }

  return (
    <Combobox store={combobox} onOptionSubmit={open} shadow="md">
      {/* Before the list hears them, which would take an option of what was found before. */}
      <Box onKeyDownCapture={press}>
        <Combobox.Target>
          <TextInput
            ref={input}
            type="search"
            aria-label="Search people, inquiries and contact references"
            placeholder="Part of a name, inquiry or reference"
            value={typed}
            leftSection={<IconSearch size={16} aria-hidden />}
            rightSection={isFetching ? <Loader size={14} /> : typed ? null : <Kbd size="xs">/</Kbd>}
            onChange={(event) => {
              hasty.current = { steps: 0, enter: false };
              setTyped(event.currentTarget.value);
              combobox.openDropdown();
              combobox.updateSelectedOptionIndex();
            }}
            onFocus={() => combobox.openDropdown()}
            onBlur={() => combobox.closeDropdown()}
          />
        </Combobox.Target>
      </Box>
      <Combobox.Dropdown hidden={!enough}>
        {/* What an earlier text found isn't chosen by a click that was meant for this one's. */}
        <Combobox.Options
          aria-label="Found"
          aria-busy={!settled}
          style={settled ? undefined : { opacity: 0.55, pointerEvents: 'none' }}
        >
          {inquiries.length > 0 && (
            <Combobox.Group label="Conversations about">
              {inquiries.map((name) => (
                <Combobox.Option key={name} value={`inquiry:${name}`}>
                  <Highlight highlight={q.split(/\s+/)} size="sm">
                    {name}
                  </Highlight>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          )}
          {channels.length > 0 && (
            <Combobox.Group label="Conversations by channel">
              {channels.map(({ channel, name }) => (
                <Combobox.Option key={channel} value={`channel:${channel}`}>
                  <Text size="sm">{name}</Text>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          )}
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
          {unanswered && (
            <Combobox.Empty>
              People and conversations couldn’t be searched just now; try again in a moment
            </Combobox.Empty>
          )}
          {none && !found.more && !isFetching && !newest.isLoading && !unanswered && (
            <Combobox.Empty>
              Nobody and nothing of this name
              {sought && (
                <Text size="xs" c="dimmed">
                  Searched: people, references, and inquiries of the account and of the {NEWEST} newest
                  conversations
                </Text>
              )}
            </Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function pressed(input: HTMLInputElement | null, key: 'ArrowDown' | 'Enter') {
  input?.dispatchEvent(new globalThis.KeyboardEvent('keydown', { key, code: key, bubbles: true }));
}
