import { Collapse, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useId, type ReactNode } from 'react';
import type { Evidence, Report } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { Headed } from '@/parts/Heading';
import { Lines, Loaded } from '@/parts/Loaded';
import { NewTab } from '@/parts/NewTab';
import { count, counted, dollars } from '@/parts/numbers';
import { entryOf } from '@/parts/words';
import { useReportPlace } from './context';
import { provenanceQuery, type KnownSummary } from './queries';
import { Replays } from './Replays';
import { leftLastTime } from './reading';
import { DROPPED, sayCheck, sayRepair } from './words';
import classes from './report.module.css';

/** Beside the document: what was analysed. How the report was made folds away. */
export function Rail({ summary, report }: { summary: KnownSummary; report: Report }) {
  const { sources } = summary;
  return (
    <Stack
      gap="md"
      component="aside"
      aria-label="Sources and provenance"
      fz="sm"
      className={classes.rail ?? ''}
    >
      <Part title="Sources">
        <Facts
          rows={[
            ['Evaluations', part(sources.evaluations)],
            ['Conversations', part(sources.conversations)],
            ['Feedback, actions, 1-to-1s', part(sources.coaching)],
            ...(summary.detached ? [] : [['Previous 1-to-1', leftLastTime({ report, sources })] as Row]),
          ]}
        />
        <Analysed />
      </Part>
      <details className={`no-print ${classes.fold ?? ''}`}>
        <summary>How it was made</summary>
        <Stack gap="lg" pt="sm">
          <Made summary={summary} report={report} />
        </Stack>
      </details>
    </Stack>
  );
}

/** The model, what it cost, what was left out of its draft, and drafting it once more. */
function Made({ summary, report }: { summary: KnownSummary; report: Report }) {
  const { provenance, repair, check } = summary;
  const used = [provenance, repair?.provenance, check?.provenance].filter((each) => !!each);
  const sum = (of: (each: (typeof used)[number]) => number) =>
    used.reduce((total, each) => total + of(each), 0);
  return (
    <>
      {provenance && (
        <Part title="Model and prompt">
          <Facts
            rows={[
              ['Model', provenance.model],
              ['Prompt', provenance.prompt_version],
              ...(repair ? [['Written anew', sayRepair(repair)] as Row] : []),
              ...(check ? [['Second check', sayCheck(check)] as Row] : []),
              ...(check?.provenance
                ? [['Checked by', `${check.provenance.model}, ${check.provenance.prompt_version}`] as Row]
                : []),
              [
                'Tokens',
                `${count(sum((each) => each.input_tokens))} in, ${count(sum((each) => each.output_tokens))} out`,
              ],
              ['Cost', dollars(sum((each) => each.cost_micro_usd))],
              ['Time', `${(sum((each) => each.latency_ms) / 1000).toFixed(1)} s`],
            ]}
          />
          <Text size="sm" c="dimmed">
            Every number is computed from the sources and every quote was found in its transcript.
          </Text>
        </Part>
      )}
      <Part title="Left out of the draft">
        {report.dropped.length === 0 ? (
          <Text size="sm" c="dimmed">
            Nothing.
          </Text>
        ) : (
          <ul className={classes.items}>
            {report.dropped.map((each) => (
              <li key={each.reason}>
                {each.count}{' '}
                {
                  entryOf(DROPPED, each.reason, ['text for another reason', 'texts for other reasons'])[
                    each.count === 1 ? 0 : 1
                  ]
                }
              </li>
            ))}
          </ul>
        )}
      </Part>
      {summary.actions.includes('replay') && (
        <Part title="Replays">
          <Replays summaryId={summary.id} />
        </Part>
      )}
    </>
  );
}

type Row = [label: string, value: string];

function part({ analysed, available }: KnownSummary['sources']['evaluations']): string {
  return analysed === available
    ? count(available)
    : `${analysed} of ${count(available)} (at most ${analysed})`;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap="xs" component="section">
      <Title order={3} fz="sm">
        {title}
      </Title>
      {children}
    </Stack>
  );
}

function Facts({ rows }: { rows: Row[] }) {
  return (
    <Stack component="dl" gap={4} m={0}>
      {rows.map(([label, value]) => (
        <div
          key={label}
          style={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', columnGap: 8 }}
        >
          <Text component="dt" size="sm" c="dimmed">
            {label}
          </Text>
          <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }}>
            {value}
          </Text>
        </div>
      ))}
    </Stack>
  );
}

/** Everything that was analysed, read when somebody asks for it. */
function Analysed() {
  const [shown, { toggle }] = useDisclosure(false);
  const id = useId();
  return (
    <div className="no-print">
      <UnstyledButton
        fz="sm"
        c="var(--mantine-color-anchor)"
        aria-expanded={shown}
        aria-controls={id}
        onClick={toggle}
      >
        {shown ? 'Hide what was analysed' : 'Show what was analysed'}
      </UnstyledButton>
      <Collapse expanded={shown} id={id}>
        {shown && <EvidenceList />}
      </Collapse>
    </div>
  );
}

function EvidenceList() {
  const { summaryId, attempt } = useReportPlace();
  const query = useQuery(provenanceQuery(summaryId, attempt));
  return (
    <Loaded query={query} skeleton={<Lines count={3} />}>
      {({ evidence, prompt_sha256: hash }) => (
        <Stack gap="xs" pt="xs">
          {evidence.length === 0 && (
            <Text size="sm" c="dimmed">
              Nothing to point to.
            </Text>
          )}
          <div
            // A long list scrolls in itself; what scrolls can be reached by keyboard.
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above
            tabIndex={0}
            role="group"
            aria-label={counted(evidence.length, 'reference')}
            style={{ maxHeight: 280, overflowY: 'auto' }}
          >
            <ul className={classes.items}>
              {evidence.map((each) => (
                <li key={each.id} style={{ margin: 0 }}>
                  <Reference each={each} />
                </li>
              ))}
            </ul>
          </div>
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            SHA-256 of what was sent: {hash}
          </Text>
        </Stack>
      )}
    </Loaded>
  );
}

/** One thing that was analysed: what the conversation was about and when; its reference comes second. */
function Reference({ each }: { each: Evidence }) {
  const named = (
    <>
      {each.started_at ? <Headed heading={each.heading} at={each.started_at} /> : each.contact_reference}
      <NewTab />
    </>
  );
  const look = { target: '_blank', size: 'sm' } as const;
  return (
    <>
      {each.evaluation_id ? (
        <Anchor to="/evaluations/$evaluationId" params={{ evaluationId: each.evaluation_id }} {...look}>
          {named}
        </Anchor>
      ) : (
        <Anchor to="/conversations/$interactionId" params={{ interactionId: each.interaction_id }} {...look}>
          {named}
        </Anchor>
      )}
      <Text span display="block" size="xs" c="dimmed">
        {each.started_at && `${each.contact_reference}, `}
        {each.evaluation_id ? `evaluation${each.score ? `, ${each.score}` : ''}` : 'conversation'}
      </Text>
    </>
  );
}
