import { Loader, MultiSelect, Select, Stack, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, body } from '@/api/client';
import type { Area, AreaDraft } from '@/api/schema';
import { scorecardsQuery } from '@/parts/names';
import { Tag } from '@/parts/Tag';
import { areaOf, inPlaceOf, keyOf, withArea } from './areas';

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

/**
 * What is coached: questions and sections of a scorecard, whose scores the monitor follows, or any words.
 *
 * @param scorecardId the scorecard whose questions are offered, such as that of the evaluation that is open; without
 *   one it is chosen first, where several are published.
 *
 * What is typed and entered while the questions are being read stands as words until then: it may be the name of one.
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
  onChange: (change: (areas: AreaDraft[]) => AreaDraft[]) => void;
}) {
  const [typed, setTyped] = useState('');
  const [card, setCard] = useState<string>();
  const client = useQueryClient();
  const cards = useQuery({ ...scorecardsQuery, enabled: scorecardId === undefined });
  const published = publishedOf(cards.data);
  const offeredId = scorecardId ?? card ?? published[0]?.id;
  const questions = useQuery({ ...questionsQuery(offeredId ?? ''), enabled: offeredId !== undefined });
  const offered = questions.data ?? [];
  const reading =
    (scorecardId === undefined && cards.isPending) || (offeredId !== undefined && questions.isPending);
  const known = new Map(
    [...offered.flatMap(({ areas }) => areas), ...value].map((each) => [keyOf(each), each]),
  );
  const words = typed.trim();
  const own = words && !reading && !known.has(keyOf(areaOf(words, known.values())));
  const enter = async () => {
    const inWords = areaOf(words, []);
    onChange((before) => withArea(before, inWords));
    setTyped('');
    const cardId =
      offeredId ??
      (scorecardId
        ? undefined
        : publishedOf(await client.query({ ...scorecardsQuery, staleTime: 'static' }))[0]?.id);
    if (cardId === undefined) return;
    const groups = await client.query({ ...questionsQuery(cardId), staleTime: 'static' });
    const meant = areaOf(
      words,
      groups.flatMap(({ areas }) => areas),
    );
    onChange((before) => inPlaceOf(before, inWords, meant));
  };
  const field = (
    <MultiSelect
      label="Coaching areas"
      description={
        questions.isError || cards.isError
          ? 'The questions of the scorecard can’t be read now; what is typed is words alone, which nothing follows'
          : 'Questions and sections of a scorecard are followed in the monitor; anything else can be typed'
      }
      required
      searchable
      clearable
      hidePickedOptions
      selectFirstOptionOnChange={words !== ''}
      maxValues={10}
      placeholder={value.length ? undefined : 'Choose, or type and press Enter'}
      error={error}
      rightSection={reading ? <Loader size="xs" aria-label="Reading the questions" /> : undefined}
      nothingFoundMessage={reading ? 'The questions of the scorecard are being read' : undefined}
      searchValue={typed}
      onSearchChange={setTyped}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || words === '' || event.nativeEvent.isComposing) return;
        // What is marked in the list is taken by the field itself; where the questions came after what was typed,
        // nothing is.
        const list = document.getElementById(event.currentTarget.getAttribute('aria-controls') ?? '');
        if (!reading && list?.querySelector('[data-combobox-selected]')) return;
        event.preventDefault();
        // Where they can't be read, or are left before they were, what was typed stays words.
        enter().catch(() => undefined);
      }}
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
        onChange(() =>
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

function publishedOf<T extends { status: string }>(cards: T[] | undefined): T[] {
  return (cards ?? []).filter(({ status }) => status === 'published');
}

/** The sections and questions of one scorecard, in their groups. */
const questionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['scorecards', 'areas', id],
    staleTime: 10 * 60_000,
    queryFn: async ({ signal }): Promise<{ group: string; areas: AreaDraft[] }[]> => {
      const { name, version } = await body(
        api.GET('/scorecards/{scorecard_id}', { params: { path: { scorecard_id: id } }, signal }),
      );
      const short = (text: string) => text.slice(0, 120);
      return [
        {
          group: `Sections of ${name}`,
          areas: version.sections.map((each) => ({
            name: short(each.title),
            scorecard_id: id,
            section_id: each.id,
          })),
        },
        {
          group: `Questions of ${name}`,
          areas: version.sections.flatMap(({ questions }) =>
            questions.map((each) => ({ name: short(each.text), scorecard_id: id, question_id: each.id })),
          ),
        },
      ];
    },
  });
