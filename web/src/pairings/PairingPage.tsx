import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { PairingView, RateView } from '@/api/schema';
import { QuoteLink } from '@/evaluations/Place';
import { Anchor } from '@/parts/Anchor';
import { AskedButton } from '@/parts/AskedButton';
import { Facts } from '@/parts/Facts';
import { Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { interval, percent } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { Tag } from '@/parts/Tag';
import { useKept } from '@/parts/useKept';
import { When } from '@/parts/When';
import { tagOf, wordOf } from '@/parts/words';
import { MeetForm } from './MeetForm';
import { pairingQuery, sheetQuery, useStep } from './queries';
import { SheetShown } from './SheetShown';
import { LAPSED_WORDS, STATE_WORDS, sayPair } from './words';

const route = getRouteApi('/signed-in/coaching/pairings/$pairingId');
const above = [
  <Anchor key="list" to="/coaching/pairings">
    Pairings
  </Anchor>,
];

/** A pairing: what it is about, the answer that it waits for, when both meet, and the page for that. */
export function PairingPage() {
  const { pairingId } = route.useParams();
  // What is typed into one of them, and what was refused there, stays with it.
  return <Whole key={pairingId} pairingId={pairingId} />;
}

function Whole({ pairingId }: { pairingId: string }) {
  const query = useQuery(pairingQuery(pairingId));
  if (query.data) return <Shown pairing={query.data} />;
  return (
    <Page title="Pairing" above={above}>
      <Loaded query={query}>{() => null}</Loaded>
    </Page>
  );
}

function Shown({ pairing }: { pairing: PairingView }) {
  const step = useStep(pairing);
  const may = (verb: PairingView['actions'][number]) => pairing.actions.includes(verb);
  const open = pairing.state === 'agreed' || pairing.state === 'met';
  const sheet = useQuery({ ...sheetQuery(pairing.id), enabled: open || pairing.part === 'leader' });
  const { word, tone } = tagOf(STATE_WORDS, pairing.state);
  return (
    <Page
      title={sayPair(pairing)}
      above={above}
      subtitle={pairing.criterion.name}
      actions={
        sheet.data && (
          <Button
            variant="default"
            leftSection={<IconPrinter size={16} aria-hidden />}
            onClick={() => window.print()}
          >
            Print the page
          </Button>
        )
      }
    >
      <div className="no-print">
        <Sheet>
          <Stack gap="md">
            <Known pairing={pairing} state={<Tag tone={tone}>{word}</Tag>} />
            {step.error && !may('schedule') && <ProblemNotice error={step.error} changing />}
            {may('accept') && <Asked pairing={pairing} step={step} />}
            {may('finish') && <Met id={pairing.id} step={step} learner={pairing.part === 'learner'} />}
            <Group gap="sm">
              {may('decline') && !may('accept') && (
                <AskedButton
                  label="I would rather not"
                  question="Say that you would rather not?"
                  yes="Yes, I would rather not"
                  no="Keep it"
                  pending={step.isPending}
                  onYes={() => step.mutate({ verb: 'decline', words: '' })}
                />
              )}
              {may('withdraw') && (
                <AskedButton
                  label="Take the pairing back"
                  question="Take it back? A time that was set is called off."
                  yes="Take back"
                  no="Keep"
                  pending={step.isPending}
                  onYes={() => step.mutate({ verb: 'withdraw', words: '' })}
                />
              )}
            </Group>
          </Stack>
        </Sheet>
      </div>
      {may('schedule') && (
        <div className="no-print">
          <Sheet title="When they meet">
            <MeetForm pairing={pairing} step={step} />
          </Sheet>
        </div>
      )}
      {(open || pairing.part === 'leader') && (
        <Sheet>
          <Loaded query={sheet}>{(found) => <SheetShown sheet={found} />}</Loaded>
        </Sheet>
      )}
    </Page>
  );
}

function Known({ pairing, state }: { pairing: PairingView; state: ReactNode }) {
  const { moment } = pairing;
  return (
    <Facts
      facts={[
        ['Status', state],
        [
          'Arranged by',
          <>
            <Name of={pairing.by_name} />, <When at={pairing.proposed_at} />
          </>,
        ],
        ...row('Meet', pairing.meeting_at && pairing.meeting_id && <Meeting pairing={pairing} />),
        ...row('Passed before', pairing.own && sayRate(pairing.own)),
        ...row('The colleague', pairing.theirs && sayRate(pairing.theirs)),
        ...row(
          'Shown by',
          moment && <QuoteLink quote={moment.quote} interactionId={moment.interaction_id} />,
        ),
        ...row('Said', pairing.answer),
        ...row('Why not', pairing.why && `${pairing.ended_by_name ?? ''}: ${pairing.why}`),
        ...row('Why', pairing.lapsed_because && wordOf(LAPSED_WORDS, pairing.lapsed_because)),
        ...row('To try', pairing.takeaway),
      ]}
    />
  );
}

function Meeting({ pairing }: { pairing: PairingView }) {
  return (
    <Anchor to="/coaching/meetings/$meetingId" params={{ meetingId: pairing.meeting_id ?? '' }} inherit>
      <When at={pairing.meeting_at ?? ''} />
    </Anchor>
  );
}

/** A fact, where there is something to tell. */
function row(name: string, value: ReactNode): [string, ReactNode][] {
  return value ? [[name, value]] : [];
}

function sayRate(rate: RateView): string {
  if (rate.percent === null) return `Not enough data (${rate.sample})`;
  return `${percent(rate.percent)} of ${rate.sample}, 95% interval ${interval(rate.low, rate.high) ?? '–'}`;
}

function Asked({ pairing, step }: { pairing: PairingView; step: ReturnType<typeof useStep> }) {
  const { value: words, set: setWords, forget } = useKept(`pairing-answer.${pairing.id}`, '');
  const answer = (verb: 'accept' | 'decline') =>
    step.mutate(
      { verb, words: words.trim() },
      {
        onSuccess: () => {
          forget();
          said(
            verb === 'accept' ? 'Thank you. Your colleague is told now.' : 'All right. Nobody else is told.',
          );
        },
      },
    );
  return (
    <Stack gap="sm" maw={620}>
      <Text size="sm">
        <Name of={pairing.by_name} /> asks whether you would show a colleague how you do this, in 20 minutes.
        They are told of it, and you who they are, once you agree; they then read the words that show it, with
        roles in the place of names. You may say no, and later change your mind. Without an answer the
        question lapses.
      </Text>
      <Textarea
        label="A word with your answer"
        autosize
        minRows={2}
        maxLength={1000}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Group gap="sm">
        <Button loading={step.isPending} onClick={() => answer('accept')}>
          Yes, gladly
        </Button>
        <Button variant="default" disabled={step.isPending} onClick={() => answer('decline')}>
          I would rather not
        </Button>
      </Group>
    </Stack>
  );
}

function Met({ id, step, learner }: { id: string; step: ReturnType<typeof useStep>; learner: boolean }) {
  const { value: words, set: setWords, forget } = useKept(`pairing-takeaway.${id}`, '');
  return (
    <Stack gap="sm" maw={620}>
      {learner && (
        <Textarea
          label="One thing to try"
          description="For you, and whoever arranged it"
          autosize
          minRows={2}
          maxLength={1000}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )}
      <Group>
        <Button
          variant="default"
          loading={step.isPending}
          onClick={() =>
            step.mutate(
              { verb: 'finish', words: words.trim() },
              {
                onSuccess: () => {
                  forget();
                  said('Noted.');
                },
              },
            )
          }
        >
          {learner ? 'We have met' : 'They have met'}
        </Button>
      </Group>
    </Stack>
  );
}
