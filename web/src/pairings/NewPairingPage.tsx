import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Criteria, PeerSuggestions, PeerView, RateView } from '@/api/schema';
import { QuoteLink } from '@/evaluations/Place';
import { Anchor } from '@/parts/Anchor';
import { Empty } from '@/parts/Empty';
import { Loaded } from '@/parts/Loaded';
import { Name } from '@/parts/Name';
import { counted, percent } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { PersonSelect } from '@/parts/PersonSelect';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { Rate } from '@/parts/Rate';
import { said } from '@/parts/say';
import { useIntention } from '@/parts/useIntention';
import { When } from '@/parts/When';
import { byPlainLetters } from '@/parts/plain';
import { criteriaQuery, suggestionsQuery, usePair } from './queries';

const route = getRouteApi('/signed-in/coaching/pairings/new');
const above = [
  <Anchor key="list" to="/coaching/pairings">
    Pairings
  </Anchor>,
];

/** Somebody, a criterion, and who could show them: three choices one after the other, kept in the address. */
export function NewPairingPage() {
  const { agent, scorecard, question } = route.useSearch();
  const navigate = route.useNavigate();
  const criteria = useQuery({ ...criteriaQuery(agent ?? ''), enabled: agent !== undefined });
  const suggestions = useQuery({
    ...suggestionsQuery(agent ?? '', scorecard ?? '', question ?? ''),
    enabled: agent !== undefined && scorecard !== undefined && question !== undefined,
  });
  return (
    <Page
      title="Pair colleagues"
      above={above}
      subtitle="Who would like to do something better, and a colleague who does it well"
    >
      <Sheet title="Who, and what">
        <Stack gap="md" maw={620}>
          <PersonSelect
            label="Who is to learn"
            required
            value={agent ?? null}
            onChange={(id) => void navigate({ search: id ? { agent: id } : {}, replace: true })}
          />
          {agent && (
            <Loaded query={criteria}>
              {(found) => (
                <Criterion
                  found={found}
                  value={scorecard && question ? `${scorecard} ${question}` : null}
                  onChange={(to) => void navigate({ search: { agent, ...to }, replace: true })}
                />
              )}
            </Loaded>
          )}
        </Stack>
      </Sheet>
      {agent && question && (
        <Loaded query={suggestions}>{(found) => <Suggested found={found} key={found.learner_id} />}</Loaded>
      )}
    </Page>
  );
}

function Criterion({
  found,
  value,
  onChange,
}: {
  found: Criteria;
  value: string | null;
  onChange: (to: { scorecard?: string; question?: string }) => void;
}) {
  if (found.items.length === 0)
    return (
      <Text size="sm">
        No question has {counted(found.minimum, 'answer')} in the past 13 weeks, so that nothing can be told.
      </Text>
    );
  return (
    <Select
      label="What they would like to do better"
      description="The lowest pass rate first"
      required
      searchable
      filter={byPlainLetters}
      data={found.items.map(({ criterion, rate }) => ({
        value: `${criterion.scorecard_id} ${criterion.question_id}`,
        label: `${criterion.name} (${percent(rate.percent)} of ${rate.sample}, ${criterion.scorecard_name})`,
      }))}
      value={value}
      onChange={(to) => {
        const known = found.items.find(
          ({ criterion }) => `${criterion.scorecard_id} ${criterion.question_id}` === to,
        );
        onChange(
          known ? { scorecard: known.criterion.scorecard_id, question: known.criterion.question_id } : {},
        );
      }}
    />
  );
}

function Suggested({ found }: { found: PeerSuggestions }) {
  const pair = usePair();
  const navigate = useNavigate();
  const keyOf = useIntention();
  const ask = (colleague: PeerView) => {
    const draft = {
      learner_id: found.learner_id,
      colleague_id: colleague.agent_id,
      scorecard_id: found.criterion.scorecard_id,
      question_id: found.criterion.question_id,
    };
    pair.mutate(
      { draft, key: keyOf(draft) },
      {
        onSuccess: ({ id }) => {
          said(`${colleague.agent_name} is asked. Nobody else is told before they agree.`);
          void navigate({ to: '/coaching/pairings/$pairingId', params: { pairingId: id } });
        },
      },
    );
  };
  return (
    <Sheet title="Who could show it">
      <Stack gap="md">
        <Text size="sm" maw="75ch">
          Of {counted(found.considered, 'colleague')} whom you lead, {found.compared} answered often enough to
          be compared. Together they pass <Shown rate={found.everybody} minimum={found.minimum} />, your agent{' '}
          <Shown rate={found.own} minimum={found.minimum} />.
          {found.not_free > 0 &&
            ` ${counted(found.not_free, 'colleague')} who stand out can’t be asked now: they would rather not, are away, or help others.`}
        </Text>
        {pair.error && <ProblemNotice error={pair.error} changing />}
        {found.items.length === 0 ? (
          <Empty title="Nobody stands out">
            Nobody who can be asked passes this clearly more often than the others, beyond what chance would
            have.
          </Empty>
        ) : (
          <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
            {found.items.map((each) => (
              <li key={each.agent_id}>
                <Group justify="space-between" align="flex-start" gap="sm">
                  <Stack gap={4} maw="65ch">
                    <Text fw={600}>
                      <Name of={each.agent_name} />
                    </Text>
                    <Text size="sm" component="div">
                      <Shown rate={each.rate} minimum={found.minimum} />
                      {' · '}
                      {each.open === 0 ? 'helps nobody now' : `helps ${counted(each.open, 'colleague')} now`}
                      {' · '}
                      {each.lately === 0
                        ? 'wasn’t asked lately'
                        : `paired ${counted(each.lately, 'time')} in 13 weeks`}
                    </Text>
                    {each.moment ? (
                      <Text size="sm" component="div">
                        <QuoteLink quote={each.moment.quote} interactionId={each.moment.interaction_id} />{' '}
                        <Text span inherit c="dimmed">
                          {each.moment.source === 'best_response' ? 'in a best response of yours, ' : ''}
                          {each.moment.queue}, <When at={each.moment.started_at} />
                        </Text>
                      </Text>
                    ) : (
                      <Text size="sm" c="dimmed">
                        No words of theirs were found that show it.
                      </Text>
                    )}
                  </Stack>
                  <Button
                    variant="default"
                    loading={pair.isPending && pair.variables.draft.colleague_id === each.agent_id}
                    aria-label={`Ask ${each.agent_name}`}
                    onClick={() => ask(each)}
                  >
                    Ask them
                  </Button>
                </Group>
              </li>
            ))}
          </Stack>
        )}
      </Stack>
    </Sheet>
  );
}

/** A rate with its interval. */
function Shown({ rate, minimum }: { rate: RateView; minimum: number }) {
  return (
    <Rate
      percent={rate.percent === null ? null : percent(rate.percent)}
      sample={rate.sample}
      minimum={minimum}
      low={rate.low}
      high={rate.high}
    />
  );
}
