import { Group, Text, VisuallyHidden } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { Fragment, type ReactNode } from 'react';
import type { Passage, Span } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { NewTab } from '@/parts/NewTab';
import { useReportPlace } from './context';
import { FactValue } from './FactValue';
import { questionOf } from './reading';
import classes from './report.module.css';

/**
 * A text of a report; each number in it opens where it comes from, each reference what it names, an evaluation at the
 * question that the text is about.
 *
 * @param question that of what the text belongs to, where it names none itself.
 */
export function PassageText({
  passage,
  question,
}: {
  passage: Passage;
  question?: string | null | undefined;
}) {
  const { facts } = useReportPlace();
  const about = questionOf(passage, facts) ?? question ?? undefined;
  return (
    <>
      {passage.spans.map((span, index) => (
        <Fragment key={index}>
          <Piece span={span} question={about} />
        </Fragment>
      ))}
      {passage.edited && (
        <Text span c="dimmed" ml={4} title="Written by hand">
          <IconPencil size={13} aria-hidden />
          <VisuallyHidden>(written by hand)</VisuallyHidden>
        </Text>
      )}
    </>
  );
}

function Piece({ span, question }: { span: Span; question: string | undefined }) {
  const { facts } = useReportPlace();
  const fact = span.fact_id ? facts.get(span.fact_id) : undefined;
  if (fact) {
    // What a number is of stays plain text; the number itself opens.
    const named = span.text.toLowerCase() === fact.name.toLowerCase();
    return named ? span.text : <FactValue factId={fact.id}>{span.text}</FactValue>;
  }
  if (span.evaluation_id) {
    return (
      <Anchor
        to="/evaluations/$evaluationId"
        params={{ evaluationId: span.evaluation_id }}
        search={{ question }}
        target="_blank"
        inherit
        underline="always"
      >
        {span.text}
        <NewTab />
      </Anchor>
    );
  }
  if (span.interaction_id) {
    return (
      <Anchor
        to="/conversations/$interactionId"
        params={{ interactionId: span.interaction_id }}
        target="_blank"
        inherit
        underline="always"
      >
        {span.text}
        <NewTab />
      </Anchor>
    );
  }
  return span.text;
}

/** Texts of a section as a list. */
export function Texts({ passages, ordered = false }: { passages: Passage[]; ordered?: boolean }) {
  if (!passages.length) return null;
  const items = passages.map((passage, index) => (
    <li key={index}>
      <PassageText passage={passage} />
    </li>
  ));
  return ordered ? <ol className={classes.texts}>{items}</ol> : <ul className={classes.texts}>{items}</ul>;
}

/** A section of the document with its heading; nothing where it has nothing to say. */
export function Section({
  title,
  children,
  shown = true,
  action,
  className,
}: {
  title: string;
  children: ReactNode;
  shown?: boolean;
  /** What can be done with all of it, beside its heading. */
  action?: ReactNode;
  className?: string | undefined;
}) {
  if (!shown) return null;
  return (
    <section aria-label={title} className={className}>
      <Group justify="space-between" align="baseline" wrap="nowrap" gap="xs" mb="xs">
        <Text component="h3" fw={600} fz="lg" m={0}>
          {title}
        </Text>
        {action}
      </Group>
      {children}
    </section>
  );
}
