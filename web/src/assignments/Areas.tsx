import { MultiSelect, Select, Stack, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { Area, AreaDraft } from '@/api/schema';
import { scorecardsQuery } from '@/parts/names';
import { Tag } from '@/parts/Tag';

const SHOWN = 2;

/** The areas of an assignment: the first, and how many more there are, named on hover and to a screen reader. */
export function AreaTags({ areas }: { areas: Area[] }) {
  const more = areas.slice(SHOWN);
  return (
    <>
      {areas.slice(0, SHOWN).map((each) => (
        <Tag key={keyOf(each)} mr={4}>
          {each.name}
        </Tag>
      ))}
      {more.length > 0 && (
        <Tooltip label={more.map(({ name }) => name).join(', ')} multiline maw={320}>
          <Text span inherit>
            <Tag>+{more.length}</Tag>
            <VisuallyHidden>: {more.map(({ name }) => name).join(', ')}</VisuallyHidden>
          </Text>
        </Tooltip>
      )}
    </>
  );
}

/** What tells areas apart. */
export function keyOf(area: AreaDraft): string {
  const { scorecard_id: card, question_id: question, section_id: section, name } = area;
  return card ? `${card} ${question ?? ''} ${section ?? ''}` : name.trim().toLowerCase();
}

/**
 * What is coached: questions and sections of a scorecard, whose scores the monitor follows, or any words.
 *
 * @param scorecardId the scorecard whose questions are offered, such as that of the evaluation that is open; without
 *   one it is chosen first, where several are published.
 */
export function AreasField({
  value,
  error,
  scorecardId,
  onChange,
}: {
  value: AreaDraft[];
  error?: string | undefined | false;
  scorecardId?: string | undefined;
  onChange: (areas: AreaDraft[]) => void;
}) {
  const [typed, setTyped] = useState('');
  const [card, setCard] = useState<string>();
  const cards = useQuery({ ...scorecardsQuery, enabled: scorecardId === undefined }).data ?? [];
  const published = cards.filter(({ status }) => status === 'published');
  const offeredId = scorecardId ?? card ?? published[0]?.id;
  const offered = useOffered(offeredId);
  const known = new Map(
    [...offered.flatMap(({ areas }) => areas), ...value].map((each) => [keyOf(each), each]),
  );
  const words = typed.trim();
  const own = words && ![...known.values()].some(({ name }) => name.toLowerCase() === words.toLowerCase());
  const field = (
    <MultiSelect
      label="Coaching areas"
      description="Questions and sections of a scorecard are followed in the monitor; anything else can be typed"
      required
      searchable
      clearable
      hidePickedOptions
      selectFirstOptionOnChange={words !== ''}
      maxValues={10}
      placeholder={value.length ? undefined : 'Choose, or type and press Enter'}
      error={error}
      searchValue={typed}
      onSearchChange={setTyped}
      value={value.map(keyOf)}
      data={[
        ...offered.map(({ group, areas }) => ({
          group,
          items: areas.map((each) => ({ value: keyOf(each), label: each.name })),
        })),
        {
          group: 'In words',
          items: [
            ...value
              .filter((each) => !each.scorecard_id)
              .map((each) => ({ value: keyOf(each), label: each.name })),
            ...(own ? [{ value: `${NEW}${words}`, label: `Add “${words}”` }] : []),
          ],
        },
      ]}
      onChange={(keys) => {
        setTyped('');
        onChange(
          keys.flatMap((key) =>
            key.startsWith(NEW) ? [{ name: key.slice(NEW.length) }] : [known.get(key) ?? []].flat(),
          ),
        );
      }}
    />
  );
  if (scorecardId !== undefined || published.length < 2) return field;
  return (
    <Stack gap="xs">
      <Select
        label="Scorecard"
        description="Whose questions and sections are offered: that by which these agents are scored"
        allowDeselect={false}
        data={published.map(({ id, name }) => ({ value: id, label: name }))}
        value={offeredId ?? null}
        onChange={(id) => setCard(id ?? undefined)}
      />
      {field}
    </Stack>
  );
}

const NEW = 'new:';

/** The questions and sections of one scorecard. */
function useOffered(id: string | undefined): { group: string; areas: AreaDraft[] }[] {
  const { data } = useQuery({
    queryKey: ['scorecards', 'areas', id],
    enabled: id !== undefined,
    staleTime: 10 * 60_000,
    queryFn: ({ signal }) =>
      body(api.GET('/scorecards/{scorecard_id}', { params: { path: { scorecard_id: id ?? '' } }, signal })),
  });
  if (!data || !id) return [];
  const sections = data.version.sections;
  const short = (text: string) => text.slice(0, 120);
  return [
    {
      group: `Sections of ${data.name}`,
      areas: sections.map((each) => ({ name: short(each.title), scorecard_id: id, section_id: each.id })),
    },
    {
      group: `Questions of ${data.name}`,
      areas: sections.flatMap(({ questions }) =>
        questions.map((each) => ({ name: short(each.text), scorecard_id: id, question_id: each.id })),
      ),
    },
  ];
}
