import { VisuallyHidden } from '@mantine/core';
import { IconArrowUpRight } from '@tabler/icons-react';

/** At the end of a link that opens a new tab: the arrow, and the words for those who don't see it. */
export function NewTab() {
  return (
    <>
      <IconArrowUpRight
        size={13}
        aria-hidden
        className="no-print"
        style={{ flexShrink: 0, marginInlineStart: 2, verticalAlign: '-1px' }}
      />
      <VisuallyHidden>, opens in a new tab</VisuallyHidden>
    </>
  );
}
