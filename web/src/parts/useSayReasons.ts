import { useQuery } from '@tanstack/react-query';
import { useMay } from '@/session/me';
import { nameIn, teamsQuery, useNames } from './names';
import { idsIn, sayReason } from './reasons';

/** Says reasons with the names of people and teams. all: those that are to be said. */
export function useSayReasons(all: string[]): (reasons: string[]) => string {
  const may = useMay();
  const ids = idsIn(all);
  const nameOf = useNames(ids.filter((id) => id.startsWith('us_')));
  const teams = useQuery({
    ...teamsQuery,
    enabled: may('people.view') && ids.some((id) => id.startsWith('tm_')),
  });
  const named = (id: string) =>
    id.startsWith('us_') ? (nameOf(id) ?? '…') : (nameIn(teams.data, id) ?? 'another team');
  return (reasons) => reasons.map((each) => sayReason(each, named)).join('; ');
}
