import { Box, SegmentedControl } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import classes from './Workplace.module.css';

/** The conversation in the middle and the scorecard at the right; on a small window one of them at a time. */
export function Workplace({
  conversation,
  total,
  children,
}: {
  conversation: ReactNode;
  /** Always in sight. */
  total: ReactNode;
  /** The scorecard. */
  children: ReactNode;
}) {
  const [shown, setShown] = useState<'scorecard' | 'conversation'>('scorecard');
  return (
    <>
      <Box className={classes.choice}>
        <SegmentedControl
          fullWidth
          aria-label="Shown"
          value={shown}
          onChange={setShown}
          data={[
            { value: 'scorecard', label: 'Scorecard' },
            { value: 'conversation', label: 'Conversation' },
          ]}
        />
      </Box>
      <div className={classes.panes} data-shown={shown}>
        <div className={classes.main}>{conversation}</div>
        <section className={classes.side} aria-label="Scorecard">
          <div className={classes.total}>{total}</div>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keyboard */}
          <div className={classes.scroll} tabIndex={0} role="group" aria-label="Questions and answers">
            {children}
          </div>
        </section>
      </div>
    </>
  );
}
