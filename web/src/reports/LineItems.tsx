import { Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import type { ComparedLineItem, LineItemReport } from '@/api/schema';
import { Behind } from '@/parts/Behind';
import { DataTable, type Column, type Order } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { Loaded } from '@/parts/Loaded';
import { count, interval, percent } from '@/parts/numbers';
import { ordered } from '@/parts/order';
import { SCORED } from '@/parts/proof';
import { Sheet } from '@/parts/Page';
import { Rate } from '@/parts/Rate';
import { Tag } from '@/parts/Tag';
import { Apart } from './Apart';
import classes from './Bars.module.css';
import { Beside, Change, inDays } from './before';
import { Counting } from './Counting';
import { Cut, type ChangeCut, type CutSearch } from './Cut';
import { Framed } from './Framed';
import { lineItemsQuery, type Asked } from './queries';

/** Line Item Performance: how often each question passes, with its interval; one of them taken apart, if wanted. */
export function LineItems({
  asked,
  cut,
  order,
  onChange,
}: {
  asked: Asked;
  cut: CutSearch;
  order: Order;
  onChange: ChangeCut;
}) {
  const query = useQuery(lineItemsQuery(asked));
  return (
    <Loaded query={query}>
      {(report) => {
        const item = report.items.find(({ question_id: id }) => id === cut.question) ?? report.items[0];
        const choice = !report.frame.anonymous && item && (
          <Cut
            cut={cut}
            person={asked.agent !== undefined}
            figures={report.items.map((each) => ({ value: keyOf(each), label: nameOf(each, report) }))}
            figure={keyOf(item)}
            onChange={onChange}
            onFigure={(key) => {
              const chosen = report.items.find((each) => keyOf(each) === key);
              onChange({ question: chosen?.question_id, scorecard: chosen?.scorecard_id });
            }}
          />
        );
        const columns = columnsOf(report, report.frame.anonymous ? null : asked);
        if (choice && cut.by) {
          const apart = { by: cut.by, scorecard: item.scorecard_id, question: item.question_id };
          return (
            <Stack gap="md">
              {choice}
              <Apart asked={asked} apart={apart} order={order} />
            </Stack>
          );
        }
        return (
          <Framed frame={report.frame}>
            {choice}
            {report.items.length === 0 ? (
              <Sheet>
                <Empty title="No evaluations in this period">
                  Choose a longer period, or somebody else, to see how often each question passes.
                </Empty>
              </Sheet>
            ) : (
              <>
                <Counting asked={asked} />
                <Beside days={report.before} />
                {report.sample && <Sampled sample={report.sample} />}
                <Sheet title="Pass rates">
                  <Bars report={report} />
                </Sheet>
                <Sheet title="Line items" pad={false}>
                  <DataTable
                    name="Line items"
                    id="line-items"
                    columns={columns}
                    rows={ordered(report.items, columns, order)}
                    rowKey={keyOf}
                    order={order}
                  />
                </Sheet>
              </>
            )}
          </Framed>
        );
      }}
    </Loaded>
  );
}

/** Says that the rates rest on a sample of the conversations, and what that means for them. */
function Sampled({ sample }: { sample: NonNullable<LineItemReport['sample']> }) {
  const how =
    sample.how === 'share'
      ? `${percent(sample.percent, 1)} of conversations`
      : `${sample.per_agent_month} conversations of each agent and month`;
  return (
    <Text size="sm" c="dimmed">
      Rests on a sample: the AI evaluates {how}, drawn by lot. There were {count(sample.conversations)} in
      this period; “all of them” says between what the AI’s rate would lie, with 95%, had it evaluated every
      one.
    </Text>
  );
}

const keyOf = (item: ComparedLineItem) => `${item.scorecard_id} ${item.question_id}`;

function nameOf(item: ComparedLineItem, report: LineItemReport): string {
  return report.several_scorecards ? `${item.text} (${item.scorecard_name})` : item.text;
}

/** Best first, as the eye wants it; the table below has the same figures for those who can't see bars. */
function Bars({ report }: { report: LineItemReport }) {
  const ranked = report.items
    .filter((item) => item.percent !== null)
    .sort((a, b) => (b.percent ?? 0) - (a.percent ?? 0) || b.applicable - a.applicable);
  if (ranked.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No question was answered {report.frame.minimum} times or more, so there is nothing to draw yet.
      </Text>
    );
  }
  return (
    <div aria-hidden className={classes.bars}>
      {ranked.map((item) => (
        <Fragment key={keyOf(item)}>
          <Text size="sm" truncate>
            {nameOf(item, report)}
          </Text>
          <div className={classes.track}>
            <div
              className={classes.bar}
              data-standing={item.standing ?? undefined}
              style={{ width: `${item.percent ?? 0}%` }}
            />
            {item.low !== null && item.high !== null && (
              <div
                className={classes.interval}
                style={{ left: `${item.low}%`, width: `${item.high - item.low}%` }}
              />
            )}
          </div>
        </Fragment>
      ))}
      <span />
      <div className={classes.axis}>
        <span>0%</span>
        <span>50%</span>
        <span>100%</span>
      </div>
      <span />
      <Group gap="md" fz="xs" c="dimmed">
        <span>Bar: pass rate. Line: 95% interval.</span>
        <span>Solid green: strongest. Striped: weakest.</span>
      </Group>
    </div>
  );
}

const SAYS = {
  passed: 'passed',
  missed: 'missed',
  not_applicable: 'N/A in',
  no_opportunity: 'without an opportunity for',
};

/** How many came out so, leading to them. */
function Leads({
  item,
  outcome,
  count,
  of,
}: {
  item: ComparedLineItem;
  outcome: 'passed' | 'missed' | 'not_applicable' | 'no_opportunity';
  count: number;
  of: Asked | null;
}) {
  return (
    <Behind
      of={of}
      which={{ scorecard: item.scorecard_id, question: item.question_id, outcome: [outcome] }}
      count={count}
      says={`${count} ${SAYS[outcome]} ${item.text}`}
    >
      {count}
    </Behind>
  );
}

function columnsOf(report: LineItemReport, of: Asked | null): Column<ComparedLineItem>[] {
  const { minimum } = report.frame;
  return [
    { id: 'text', header: 'Line item', value: (item) => item.text, render: (item) => item.text },
    ...(report.several_scorecards
      ? [
          {
            id: 'scorecard',
            header: 'Scorecard',
            value: (item: ComparedLineItem) => item.scorecard_name,
            render: (item: ComparedLineItem) => item.scorecard_name,
          },
        ]
      : []),
    {
      id: 'rate',
      header: 'Pass rate',
      align: 'right',
      value: (item) => item.percent,
      render: (item) => (
        <Rate
          percent={item.percent_text}
          sample={item.applicable}
          minimum={minimum}
          low={item.low}
          high={item.high}
          lead={
            of &&
            ((figure) => (
              <Behind
                of={of}
                which={{ scorecard: item.scorecard_id, question: item.question_id, outcome: SCORED }}
                says={`${item.percent_text ?? ''} of ${item.applicable} passed ${item.text}`}
              >
                {figure}
              </Behind>
            ))
          }
        />
      ),
    },
    {
      id: 'passed',
      header: 'Passed',
      align: 'right',
      value: (item) => item.passed,
      render: (item) => <Leads item={item} outcome="passed" count={item.passed} of={of} />,
    },
    {
      id: 'missed',
      header: 'Missed',
      align: 'right',
      value: (item) => item.applicable - item.passed,
      render: (item) => <Leads item={item} outcome="missed" count={item.applicable - item.passed} of={of} />,
    },
    {
      id: 'without',
      header: 'No opportunity',
      align: 'right',
      value: (item) => item.no_opportunity,
      render: (item) => <Leads item={item} outcome="no_opportunity" count={item.no_opportunity} of={of} />,
    },
    {
      id: 'na',
      header: 'Other N/A',
      align: 'right',
      value: (item) => item.not_applicable,
      hidden: true,
      render: (item) => <Leads item={item} outcome="not_applicable" count={item.not_applicable} of={of} />,
    },
    {
      id: 'interval',
      header: '95% interval',
      align: 'right',
      render: (item) => interval(item.low, item.high) ?? '–',
    },
    ...(report.sample
      ? [
          {
            id: 'all',
            header: 'All of them',
            align: 'right' as const,
            render: (item: ComparedLineItem) => interval(item.sample_low, item.sample_high) ?? '–',
          },
        ]
      : []),
    ...(report.before
      ? [
          {
            id: 'before',
            header: 'Before',
            align: 'right' as const,
            // Where too few were answered there is no rate.
            value: ({ before }: ComparedLineItem) =>
              before?.percent_text ? before.passed / before.applicable : null,
            render: ({ before, ...item }: ComparedLineItem) =>
              before ? (
                <Behind
                  of={inDays(of, report.before)}
                  which={{ scorecard: item.scorecard_id, question: item.question_id, outcome: SCORED }}
                  count={before.applicable}
                  says={`${saySample(before, minimum)} passed ${item.text} before`}
                >
                  {saySample(before, minimum)}
                </Behind>
              ) : (
                '–'
              ),
          },
          {
            id: 'change',
            header: 'Change, points',
            align: 'right' as const,
            value: ({ before }: ComparedLineItem) => before?.points,
            render: ({ before }: ComparedLineItem) => <Change of={before} judged="together" />,
          },
        ]
      : []),
    {
      id: 'standing',
      header: 'Standing',
      render: (item) =>
        item.standing === 'strongest' ? (
          <Tag tone="good">Strongest</Tag>
        ) : item.standing === 'weakest' ? (
          <Tag tone="watch">Weakest</Tag>
        ) : (
          '–'
        ),
    },
    {
      id: 'versions',
      header: 'Versions',
      align: 'right',
      hidden: true,
      render: (item) =>
        item.first_version === item.last_version
          ? String(item.first_version)
          : `${item.first_version} to ${item.last_version}`,
    },
  ];
}

function saySample(
  { percent_text: rate, applicable }: NonNullable<ComparedLineItem['before']>,
  minimum: number,
) {
  return rate === null ? `Not enough data (${applicable} of ${minimum})` : `${rate} of ${applicable}`;
}
