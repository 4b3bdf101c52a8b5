import { useQuery } from '@tanstack/react-query';
import { nameIn, teamsQuery, useNames } from '@/parts/names';
import { useMay } from '@/session/me';
import { fieldsQuery } from './queries';
import { isGroup, sayCondition, type Condition } from './tree';

/** Says conditions in words, with people and teams by their names. all: those that are to be said. */
export function useSayCondition(all: Condition[]): (condition: Condition) => string {
  const may = useMay();
  const fields = useQuery(fieldsQuery);
  const teams = useQuery({ ...teamsQuery, enabled: may('people.view') });
  const nameOf = useNames(all.flatMap(agentsIn));
  const named = (field: string, value: string) => {
    if (field === 'agent_id') return nameOf(value) ?? '…';
    return field === 'team_id' ? (nameIn(teams.data, value) ?? value) : value;
  };
  return (condition) => sayCondition(condition, fields.data ?? [], named);
}

function agentsIn(condition: Condition): string[] {
  if (isGroup(condition)) return condition.of.flatMap(agentsIn);
  return 'values' in condition && condition.field === 'agent_id' ? condition.values : [];
}
