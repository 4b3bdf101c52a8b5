import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, type MouseEvent, type ReactNode } from 'react';
import { useMay, useTimeZone } from '@/session/me';
import { idsIn, isDay, sayField } from './contest';
import { firstControl, useFollowing } from './focus';
import { nameIn, scorecardsQuery, teamsQuery, useNames } from './names';
import { dayOf, sayDay } from './times';
import type { Changes } from './useChanges';

export const MEANWHILE = 'Somebody else changed this meanwhile';
export const SAVED_NOW = 'Saved now, by somebody else or in another window:';
export const KEEP_MINE = 'Keep mine';
export const TAKE_THEIRS = 'Take theirs';

/**
 * The fields of a form that somebody else changed since they were touched here: what each says now, and the choice. A
 * form doesn't save before it is made.
 *
 * @param edit what is typed, of `useChanges`.
 * @param labels what the form calls its fields.
 * @param say how a field is said that isn't just text, a number, a yes or no, or people, teams and scorecards.
 * @param saving while what was typed is on its way: then it is saved already, and not contested.
 */
export function Contested<T extends object>({
  edit,
  labels,
  say = {},
  saving,
}: {
  edit: Changes<T>;
  labels: Record<keyof T, string>;
  say?: { [Name in keyof T]?: (value: T[Name]) => string };
  saving: boolean;
}) {
  const form = useRef<HTMLFormElement>(null);
  // What was pressed goes with its choice: the next choice follows, and after the last what saves them.
  const followed = useFollowing(
    edit.contested.map(({ name }) => name).join(' '),
    () =>
      firstControl(document.getElementById(edit.notice)) ??
      form.current?.querySelector('[type="submit"]:not(:disabled)') ??
      form.current?.querySelector('input:not(:disabled), textarea:not(:disabled)'),
  );
  if (saving || edit.contested.length === 0) return null;
  return (
    <Choices
      edit={edit}
      labels={labels}
      onChoose={({ currentTarget }) => {
        form.current = currentTarget.form;
        followed();
      }}
    >
      {(name, theirs, nameOf) => say[name]?.(theirs) ?? sayField(theirs, nameOf)}
    </Choices>
  );
}

/** Names are looked up only where something is contested. */
function Choices<T extends object>({
  edit: { contested, notice, keepMine, takeTheirs },
  labels,
  onChoose,
  children,
}: {
  edit: Changes<T>;
  labels: Record<keyof T, string>;
  onChoose: (event: MouseEvent<HTMLButtonElement>) => void;
  children: <Name extends keyof T>(name: Name, theirs: T[Name], nameOf: (id: string) => string) => ReactNode;
}) {
  const may = useMay();
  const personOf = useNames(
    contested.flatMap(({ theirs }) => idsIn(theirs)).filter((id) => id.startsWith('us_')),
  );
  const teams = useQuery({ ...teamsQuery, enabled: may('people.view') });
  const scorecards = useQuery({ ...scorecardsQuery, enabled: may('scorecards.view') });
  const zone = useTimeZone();
  const nameOf = (id: string) => {
    if (isDay(id)) return sayDay(id, dayOf(new Date(), zone));
    return id.startsWith('us_')
      ? (personOf(id) ?? '…')
      : (nameIn(teams.data, id) ?? nameIn(scorecards.data, id) ?? '…');
  };
  return (
    <Alert role="alert" variant="default" id={notice} tabIndex={-1} title={MEANWHILE}>
      <Text size="sm" c="dimmed">
        Choose for each before you save. {SAVED_NOW}
      </Text>
      <Stack gap="sm" mt="xs">
        {contested.map(({ name, theirs }) => (
          <div key={name} role="group" aria-label={labels[name]}>
            <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              <b>{labels[name]}</b>: {children(name, theirs, nameOf)}
            </Text>
            <Group gap="xs" mt={4}>
              <Button
                size="xs"
                onClick={(event) => {
                  onChoose(event);
                  keepMine(name);
                }}
              >
                {KEEP_MINE}
              </Button>
              <Button
                size="xs"
                variant="default"
                onClick={(event) => {
                  onChoose(event);
                  takeTheirs(name);
                }}
              >
                {TAKE_THEIRS}
              </Button>
            </Group>
          </div>
        ))}
      </Stack>
    </Alert>
  );
}
