import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Indicator } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import type { Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { AccountList, AddButton } from './AccountList';
import { IndicatorForm } from './IndicatorForm';
import { sayRule } from './rules';
import { NEW, type Opened } from './opened';
import { indicatorRulesQuery } from './queries';

const COLUMNS: Column<Indicator>[] = [
  {
    id: 'name',
    header: 'Indicator',
    render: (rule) => (
      <Anchor from="/setup/indicators" to="/setup/indicators" search={{ open: rule.id }}>
        {rule.name}
      </Anchor>
    ),
  },
  { id: 'rule', header: 'Holds when', render: sayRule },
  { id: 'phrases', header: 'Phrases', render: (rule) => rule.any_of.map((each) => `“${each}”`).join(', ') },
];

/** Phrase rules that mark conversations as they come in. */
export function IndicatorsTab({ open, onOpen }: Opened) {
  const query = useQuery(indicatorRulesQuery);
  const { data } = query;
  return (
    <AccountList
      title="Indicators"
      kind="Indicator"
      add="Add an indicator"
      actions={
        <AddButton disabled={!data} onClick={() => onOpen(NEW)}>
          Add an indicator
        </AddButton>
      }
      above={
        <Text size="sm" c="dimmed" px="md" pb="sm" maw={680}>
          Each is a rule over the words of a conversation. A changed rule holds for conversations that come in
          from then on; those that are there keep what was found in them.
        </Text>
      }
      query={query}
      rows={data?.rules}
      columns={COLUMNS}
      empty={
        <Empty title="There are no indicators yet">
          Add one for words that you want to find conversations by, such as a threat to cancel.
        </Empty>
      }
      open={open}
      onOpen={onOpen}
    >
      {(rule, ends) => data && <IndicatorForm of={data} rule={rule} {...ends} />}
    </AccountList>
  );
}
