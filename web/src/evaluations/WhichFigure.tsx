import { CloseButton, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { EvaluationItem } from '@/api/schema';
import { nameIn, teamsQuery } from '@/parts/names';
import { wordOf } from '@/parts/words';
import { useMay } from '@/session/me';
import type { ListSearch } from './addresses';
import { OUTCOME_WORDS } from './words';

type Search = Pick<ListSearch, 'team' | 'question' | 'section' | 'outcome' | 'option' | 'version' | 'model'>;

/** Which figure the list is behind, and the way back to all. */
export function WhichFigure({
  search,
  first,
  lacks,
  onClear,
}: {
  search: Search;
  /** One of the list, which knows the question as it reads now. */
  first: EvaluationItem | undefined;
  /** Why the list may hold less than the figure counts, or more. */
  lacks: string[];
  onClear: () => void;
}) {
  const may = useMay();
  const teams = useQuery({ ...teamsQuery, enabled: may('people.view') && search.team !== undefined });
  const outcomes = (search.outcome ?? []).map((each) => wordOf(OUTCOME_WORDS, each)).join(' or ');
  const what = search.question
    ? `“${first?.answer?.question ?? 'one question'}”`
    : search.section
      ? `“${first?.answer?.section ?? 'One section'}”, as a section`
      : 'Evaluations';
  const answer =
    search.option && first?.answer?.option ? `answered “${first.answer.option}”` : outcomes.toLowerCase();
  const team = search.team && `team ${nameIn(teams.data, search.team) ?? ''}`;
  return (
    <Group
      gap="xs"
      px="md"
      py={8}
      bg="var(--debrief-accent)"
      bd="1px solid var(--debrief-line)"
      style={{ borderRadius: 'var(--mantine-radius-md)' }}
      wrap="nowrap"
      justify="space-between"
    >
      <div>
        <Text size="sm" component="h2" fw={550}>
          {[what, answer].filter(Boolean).join(' ')}
          {team && `, ${team}`}
          {search.version !== undefined && `, version ${search.version}`}
          {search.model && `, by ${search.model}`}
        </Text>
        {lacks.map((each) => (
          <Text key={each} size="xs" role="note">
            {each}
          </Text>
        ))}
      </div>
      <CloseButton size="sm" aria-label="Show all evaluations" onClick={onClear} />
    </Group>
  );
}
