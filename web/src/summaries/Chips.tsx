import { Group, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconUser } from '@tabler/icons-react';
import { useId } from 'react';
import type { Chip, Passage } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { SHAPES } from '@/parts/MadeBy';
import { NewTab } from '@/parts/NewTab';
import { dayOf } from '@/parts/times';
import { Day } from '@/parts/When';
import { wordOf } from '@/parts/words';
import { useTimeZone } from '@/session/me';
import classes from './report.module.css';
import { namesIt, shortened } from './reading';
import { MADE } from './words';

/**
 * References to evaluations that bear a point out, each with why it was chosen, and open at the question that shows
 * it; none, and nothing is shown.
 *
 * @param beside texts right above: of an evaluation that they name, the chip repeats neither subject nor day.
 */
export function Chips({ chips, beside = [] }: { chips: Chip[]; beside?: Passage[] }) {
  if (!chips.length) return null;
  return (
    <Group gap="xs" component="ul" p={0} m={0} mt="xs" style={{ listStyle: 'none' }} aria-label="Evaluations">
      {chips.map((chip) => (
        <li key={chip.evaluation_id} style={{ maxWidth: '100%' }}>
          <Reference chip={namesIt(beside, chip.evaluation_id) ? shortened(chip) : chip} />
        </li>
      ))}
    </Group>
  );
}

function Reference({ chip }: { chip: Chip }) {
  const note = useId();
  const zone = useTimeZone();
  const Shape = chip.type && (SHAPES[chip.type] ?? IconUser);
  return (
    <>
      <Tooltip label={chip.type ? `${chip.note.text} (${wordOf(MADE, chip.type)})` : chip.note.text}>
        <Anchor
          to="/evaluations/$evaluationId"
          params={{ evaluationId: chip.evaluation_id }}
          search={{ question: chip.question_id ?? undefined }}
          target="_blank"
          className={classes.chip}
          underline="never"
          size="sm"
          aria-describedby={note}
        >
          {Shape && <Shape size={13} aria-hidden style={{ flexShrink: 0 }} />}
          {chip.heading ? chip.heading : chip.contact_reference}
          <Text span size="sm" c="dimmed">
            {chip.started_at && <Day day={dayOf(chip.started_at, zone)} />}
            {chip.score && (chip.started_at ? `, ${chip.score}` : chip.score)}
            {chip.heading && `, ${chip.contact_reference}`}
          </Text>
          <VisuallyHidden>, {chip.type ? wordOf(MADE, chip.type) : 'evaluation'}</VisuallyHidden>
          <NewTab />
        </Anchor>
      </Tooltip>
      {/* On paper nothing can be pointed at. */}
      <Text span size="sm" c="dimmed" id={note} className={classes.onlyPrinted ?? ''}>
        {' '}
        {chip.note.text}
      </Text>
    </>
  );
}
