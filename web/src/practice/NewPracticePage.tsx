import { Button, Group, Radio, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { ScenarioDraft } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { scorecardsQuery } from '@/parts/names';
import { OtherProblem } from '@/parts/OtherProblem';
import { Page, Sheet } from '@/parts/Page';
import { PersonSelect } from '@/parts/PersonSelect';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useIntention } from '@/parts/useIntention';
import { useKept } from '@/parts/useKept';
import { scorecardQuery } from '@/scorecards/queries';
import { useMe } from '@/session/me';
import { useMake } from './queries';
import { NO_WORDS, ScenarioForm, isWhole } from './ScenarioForm';

const route = getRouteApi('/signed-in/coaching/practice/new');

/** A practice by hand: for whom, by which criterion, and whose words. */
export function NewPracticePage() {
  const { agent, scorecard, question } = route.useSearch();
  const navigate = route.useNavigate();
  const { person } = useMe();
  return (
    <Page
      title="New practice"
      above={[
        <Anchor key="list" to="/coaching/practice">
          Practice
        </Anchor>,
      ]}
      subtitle="For somebody whom you lead, by one criterion"
    >
      <Sheet title="Who, and what">
        <Stack gap="md" maw={620}>
          <PersonSelect
            label="Agent"
            required
            without={[person.id]}
            value={agent ?? null}
            onChange={(id) =>
              void navigate({ search: (before) => ({ ...before, agent: id ?? undefined }), replace: true })
            }
          />
          <Criterion
            scorecard={scorecard}
            question={question}
            onChange={(to) => void navigate({ search: { agent, ...to }, replace: true })}
          />
        </Stack>
      </Sheet>
      {agent && scorecard && question && (
        <Words
          key={`${agent}.${scorecard}.${question}`}
          agent={agent}
          scorecard={scorecard}
          question={question}
        />
      )}
    </Page>
  );
}

function Criterion({
  scorecard,
  question,
  onChange,
}: {
  scorecard: string | undefined;
  question: string | undefined;
  onChange: (to: { scorecard?: string | undefined; question?: string | undefined }) => void;
}) {
  const all = useQuery(scorecardsQuery);
  const one = useQuery({ ...scorecardQuery(scorecard ?? ''), enabled: scorecard !== undefined });
  const questions = one.data?.version.sections.flatMap((section) => section.questions) ?? [];
  if (all.error) return <ProblemNotice error={all.error} onRetry={() => void all.refetch()} />;
  return (
    <>
      <Select
        label="Scorecard"
        required
        searchable
        data={(all.data ?? [])
          .filter((each) => each.status === 'published')
          .map((each) => ({ value: each.id, label: each.name }))}
        value={scorecard ?? null}
        onChange={(id) => onChange({ scorecard: id ?? undefined })}
      />
      {scorecard && (
        <Select
          label="Criterion"
          description="The attempts are scored by this question alone, as it is in evaluations"
          required
          searchable
          disabled={one.isPending}
          data={questions.map((each) => ({ value: each.id, label: each.text }))}
          value={question ?? null}
          onChange={(id) => onChange({ scorecard, question: id ?? undefined })}
        />
      )}
      {one.error && <ProblemNotice error={one.error} onRetry={() => void one.refetch()} />}
    </>
  );
}

function Words({ agent, scorecard, question }: { agent: string; scorecard: string; question: string }) {
  const make = useMake();
  const navigate = useNavigate();
  const keyOf = useIntention();
  const kept = useKept(`practice-new.${agent}.${scorecard}.${question}`, NO_WORDS);
  const [own, setOwn] = useState(kept.restored);
  const [asked, setAsked] = useState(false);
  const problem = make.error ? asProblem(make.error) : null;
  const send = () => {
    setAsked(true);
    if (own && !isWhole(kept.value)) return;
    const draft: ScenarioDraft = {
      agent_id: agent,
      scorecard_id: scorecard,
      question_id: question,
      text: own ? kept.value : null,
    };
    make.mutate(
      { draft, key: keyOf(draft) },
      {
        onSuccess: ({ id }) => {
          kept.forget();
          said(own ? 'The agent has it now.' : 'The model is writing it; it waits for you then.');
          void navigate({ to: '/coaching/practice/$scenarioId', params: { scenarioId: id } });
        },
      },
    );
  };
  return (
    <Sheet title="What it says">
      <form
        aria-label="New practice"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Stack gap="md">
          <Radio.Group
            label="Who writes it"
            value={own ? 'own' : 'model'}
            onChange={(value) => setOwn(value === 'own')}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="model" label="The model" description="You read it before the agent gets it." />
              <Radio value="own" label="I do" description="The agent gets it at once." />
            </Stack>
          </Radio.Group>
          {own && (
            <ScenarioForm
              value={kept.value}
              onChange={(name, text) => kept.set((words) => ({ ...words, [name]: text }))}
              asked={asked}
              wrong={(name) => problem?.field(`/text/${name}`)}
            />
          )}
          <OtherProblem problem={problem} shown={own ? ['text'] : []} />
          <Group>
            <Button type="submit" loading={make.isPending}>
              {own ? 'Give it to the agent' : 'Let the model write it'}
            </Button>
          </Group>
          <Text size="sm" c="dimmed">
            Attempts count nowhere but here: not among conversations, nor in any report or ranking.
          </Text>
        </Stack>
      </form>
    </Sheet>
  );
}
