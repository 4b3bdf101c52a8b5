import { Button, Group, NumberInput, Select, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { asProblem } from '@/api/problems';
import type { Indicator, IndicatorRules } from '@/api/schema';
import { Contested } from '@/parts/Contested';
import { OtherProblem } from '@/parts/OtherProblem';
import { said } from '@/parts/say';
import { useChanges } from '@/parts/useChanges';
import { wordOf } from '@/parts/words';
import { DeleteButton } from './DeleteButton';
import { useSaveIndicators } from './queries';
import { SAID_BY, ruleOf, speakersFor, valuesOf, wrongWith, type RuleValues, type Window } from './rules';

const LONGEST_S = 3600;

const WHERE: Record<Window, string> = {
  anywhere: 'Anywhere',
  first: 'At the beginning',
  last: 'At the end',
};

const LABELS: Record<keyof RuleValues, string> = {
  name: 'Name',
  any_of: 'Phrases',
  speaker: 'Said by',
  absence: 'Holds when none of them is said',
  window: 'Where',
  seconds: 'Within seconds',
};

/**
 * One phrase rule; a new one where there is none. All rules are saved together, so that two people don't overwrite each
 * other's.
 */
export function IndicatorForm({
  of,
  rule,
  onReload,
  onDone,
}: {
  of: IndicatorRules;
  rule: Indicator | null;
  onReload: () => Promise<unknown>;
  onDone: () => void;
}) {
  const edit = useChanges(`indicator.${rule?.id ?? 'new'}`, valuesOf(rule));
  const { values, set, touched, forget } = edit;
  const [id] = useState(() => rule?.id ?? `in_${crypto.randomUUID()}`);
  const save = useSaveIndicators();
  const problem = save.error ? asProblem(save.error) : null;
  const place = rule ? of.rules.findIndex((each) => each.id === rule.id) : of.rules.length;
  const wrong = wrongWith(problem?.fields ?? [], place);

  function put(rules: Indicator[], sentence: string) {
    save.mutate(
      { rules, revision: of.revision },
      {
        onSuccess: () => {
          forget();
          said(sentence);
          onDone();
        },
      },
    );
  }

  return (
    <form
      aria-label={rule ? `Edit ${rule.name}` : 'Add an indicator'}
      onSubmit={(event) => {
        event.preventDefault();
        if (edit.waits()) return;
        const next = ruleOf(id, values);
        const rules = rule ? of.rules.map((each) => (each.id === id ? next : each)) : [...of.rules, next];
        put(rules, `${next.name} is ${rule ? 'saved' : 'added'}.`);
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name"
          required
          value={values.name}
          error={wrong.name}
          onChange={(event) => set('name', event.currentTarget.value)}
        />
        <TagsInput
          label="Phrases"
          required
          description={
            'One of them is enough. Press Enter after each. frustrat* stands for every word that begins so; ~3 between ' +
            'words for at most three others.'
          }
          value={values.any_of}
          error={wrong.any_of}
          acceptValueOnBlur
          splitChars={[]}
          onChange={(phrases) => set('any_of', phrases)}
        />
        <Select
          label="Said by"
          data={speakersFor(rule).map((value) => ({ value, label: wordOf(SAID_BY, value) }))}
          value={values.speaker}
          error={wrong.speaker}
          allowDeselect={false}
          onChange={(speaker) => speaker && set('speaker', speaker)}
        />
        <Group gap="md" align="flex-start">
          <Select
            label="Where"
            data={Object.entries(WHERE).map(([value, label]) => ({ value: value as Window, label }))}
            value={values.window}
            allowDeselect={false}
            onChange={(window) => window && set('window', window)}
          />
          {values.window !== 'anywhere' && (
            <NumberInput
              label="Within seconds"
              min={1}
              max={LONGEST_S}
              allowDecimal={false}
              value={values.seconds}
              error={wrong.first_ms ?? wrong.last_ms}
              w={140}
              onChange={(value) => typeof value === 'number' && set('seconds', value)}
            />
          )}
        </Group>
        <Switch
          label="Holds when none of them is said"
          checked={values.absence}
          onChange={(event) => set('absence', event.currentTarget.checked)}
        />
        <OtherProblem
          problem={problem}
          shown={['rules']}
          onReload={() => void onReload().then(() => save.reset())}
        />
        <Contested
          edit={edit}
          labels={LABELS}
          say={{ speaker: (speaker) => wordOf(SAID_BY, speaker), window: (window) => WHERE[window] }}
          saving={save.isPending}
        />
        <Group justify="space-between">
          <Button
            type="submit"
            disabled={(rule !== null && !touched) || values.any_of.length === 0}
            loading={save.isPending}
          >
            {rule ? 'Save' : 'Add indicator'}
          </Button>
          {rule && (
            <DeleteButton
              what="indicator"
              pending={save.isPending}
              onDelete={() =>
                put(
                  of.rules.filter((each) => each.id !== rule.id),
                  `${rule.name} is deleted.`,
                )
              }
            />
          )}
        </Group>
      </Stack>
    </form>
  );
}
