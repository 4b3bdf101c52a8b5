import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Indicator } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { DetailDrawer } from '@/parts/DetailDrawer';
import { Empty } from '@/parts/Empty';
import { Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { IndicatorForm } from './IndicatorForm';
import { sayRule } from './rules';
import { NEW, type Opened } from './opened';
import { indicatorsQuery } from './queries';

const COLUMNS: Column<Indicator>[] = [
  {
    id: 'name',
    header: 'Indicator',
    render: (rule) => (
      <Anchor from="/settings" to="/settings" search={{ tab: 'indicators', open: rule.id }}>
        {rule.name}
      </Anchor>
    ),
  },
  { id: 'rule', header: 'Holds when', render: sayRule },
  { id: 'phrases', header: 'Phrases', render: (rule) => rule.any_of.map((each) => `“${each}”`).join(', ') },
];

/** Phrase rules that mark conversations as they come in. */
export function IndicatorsTab({ open, onOpen }: Opened) {
  const query = useQuery(indicatorsQuery);
  const rule = query.data?.rules.find((each) => each.id === open);
  return (
    <Sheet
      title="Indicators"
      pad={false}
      actions={
        <Button
          size="xs"
          leftSection={<IconPlus size={15} aria-hidden />}
          disabled={!query.data}
          onClick={() => onOpen(NEW)}
        >
          Add an indicator
        </Button>
      }
    >
      <Text size="sm" c="dimmed" px="md" pb="sm" maw={680}>
        Each is a rule over the words of a conversation. A changed rule holds for conversations that come in
        from then on; those that are there keep what was found in them.
      </Text>
      {query.error && !query.data ? (
        <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <DataTable
          name="Indicators"
          id="indicators"
          columns={COLUMNS}
          rows={query.data?.rules ?? []}
          rowKey={(each) => each.id}
          openKey={open}
          onOpen={(each) => onOpen(each.id)}
          loading={query.isPending}
          empty={
            <Empty title="There are no indicators yet">
              Add one for words that you want to find conversations by, such as a threat to cancel.
            </Empty>
          }
        />
      )}
      <DetailDrawer
        opened={open !== undefined}
        title={open === NEW ? 'Add an indicator' : (rule?.name ?? 'Indicator')}
        onClose={() => onOpen(undefined)}
        size="md"
      >
        {query.data && (open === NEW || rule) ? (
          <IndicatorForm
            key={open}
            of={query.data}
            rule={rule ?? null}
            onReload={() => void query.refetch()}
            onDone={() => onOpen(undefined)}
          />
        ) : (
          query.data && <Empty title="This indicator is gone">Somebody deleted it.</Empty>
        )}
      </DetailDrawer>
    </Sheet>
  );
}
