import { Button, FileInput, Group, Progress, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconCalendarEvent, IconDownload, IconFileSpreadsheet } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { CalendarImport, FieldError, ShiftImport } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import { DataTable, type Column } from '@/parts/DataTable';
import { Empty } from '@/parts/Empty';
import { base64Of } from '@/parts/files';
import { count, counted } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { PersonSelect } from '@/parts/PersonSelect';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { asProblem } from '@/api/problems';
import { sayDated } from '@/parts/times';
import { useMay } from '@/session/me';
import { save, shiftTemplate, useImportCalendar, useImportShifts } from './queries';

const LARGEST = 4_000_000;

/** Shifts from files: a table of many people, or one person's calendar. 1-to-1s are proposed within them. */
export function ImportShiftsPage() {
  const above = [
    <Anchor key="people" to="/people">
      People
    </Anchor>,
  ];
  const [what, setWhat] = useState('table');
  return (
    <Page
      title="Import shifts"
      above={above}
      subtitle="When people work. 1-to-1s are proposed within their shifts, and a time outside them is warned of."
    >
      {useMay()('coaching.manage') ? (
        <Stack gap="lg">
          <SegmentedControl
            aria-label="What the file is"
            value={what}
            onChange={setWhat}
            data={[
              { value: 'table', label: 'A table of many people' },
              { value: 'calendar', label: 'One person’s calendar' },
            ]}
            style={{ alignSelf: 'flex-start' }}
          />
          {what === 'table' ? <Table /> : <Calendar />}
        </Stack>
      ) : (
        <Empty title="You can’t import shifts">Ask somebody who coaches to do it.</Empty>
      )}
    </Page>
  );
}

/** A file that was chosen, as it is sent; or why it isn't. */
function useFile(again: () => void) {
  const [chosen, setChosen] = useState<File | null>(null);
  const [content, setContent] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  async function choose(next: File | null) {
    again();
    setChosen(next);
    setContent(null);
    setRefusal(null);
    if (!next) return;
    if (next.size > LARGEST) setRefusal('The file is larger than 4 MB. Split it in two.');
    else setContent(await base64Of(next));
  }
  return { chosen, content, refusal, choose };
}

function Table() {
  const [step, setStep] = useState<ShiftImport | null>(null);
  const take = useImportShifts(setStep);
  const file = useFile(() => {
    take.reset();
    setStep(null);
  });
  return (
    <>
      <Sheet title="The file" actions={<Template />}>
        <Stack gap="md" maw={640}>
          <Text size="sm">
            One row for each shift: person (an e-mail address or an agent reference), date, start and end, in
            the account’s time zone. A shift that ends before it begins ends on the next day; a row without
            times is a day off. Whoever has a row in a week has no other shifts in that week.
          </Text>
          <FileInput
            label="CSV file"
            placeholder="Choose a file"
            accept=".csv,.tsv,.txt,text/csv"
            leftSection={<IconFileSpreadsheet size={16} aria-hidden />}
            value={file.chosen}
            clearable
            error={file.refusal}
            onChange={(next) => void file.choose(next)}
          />
          <Group>
            <Button
              disabled={file.content === null}
              loading={take.isPending}
              onClick={() => file.content && take.mutate(file.content)}
            >
              Import the shifts
            </Button>
          </Group>
        </Stack>
      </Sheet>
      <div aria-live="polite">
        {take.isPending && step && (
          <Sheet title="Importing">
            <Text size="sm">
              {count(step.done)} of {counted(step.total, 'week of people', 'weeks of people')}
            </Text>
            <Progress
              aria-label="How far the import is"
              mt="xs"
              value={step.total ? (100 * step.done) / step.total : 100}
            />
          </Sheet>
        )}
        {take.error && <Refused error={take.error} />}
        {take.data && <TableDone result={take.data} />}
      </div>
    </>
  );
}

function TableDone({ result }: { result: ShiftImport }) {
  const { written, unchanged, errors, errors_left_out } = result;
  return (
    <Stack gap="lg">
      <Sheet title="Imported">
        <Text size="sm">
          {counted(written, 'week of a person is', 'weeks of people are')} new or changed,{' '}
          {counted(unchanged, 'was', 'were')} so already.
        </Text>
      </Sheet>
      {errors.length > 0 && (
        <Mistakes
          errors={errors}
          explanation={`A day with a wrong row stays as it was, and all other days are taken in. Mend the file and import it again.${errors_left_out ? ` ${count(errors_left_out)} more mistakes aren’t shown.` : ''}`}
        />
      )}
    </Stack>
  );
}

function Calendar() {
  const [person, setPerson] = useState<string | null>(null);
  const take = useImportCalendar();
  const file = useFile(() => take.reset());
  return (
    <>
      <Sheet title="The calendar">
        <Stack gap="md" maw={640}>
          <Text size="sm">
            Each event is taken for a time at which the person works, thirteen weeks ahead. Events of whole
            days, cancelled ones and those that leave the time free are left out. Only times are kept, no
            titles.
          </Text>
          <PersonSelect
            label="Whose shifts"
            required
            value={person}
            onChange={(id) => {
              take.reset();
              setPerson(id);
            }}
          />
          <FileInput
            label="iCalendar file"
            placeholder="Choose a file"
            accept=".ics,.ical,text/calendar"
            leftSection={<IconCalendarEvent size={16} aria-hidden />}
            value={file.chosen}
            clearable
            error={file.refusal}
            onChange={(next) => void file.choose(next)}
          />
          <Group>
            <Button
              disabled={file.content === null || person === null}
              loading={take.isPending}
              onClick={() => file.content && person && take.mutate({ file: file.content, person })}
            >
              Import the calendar
            </Button>
          </Group>
        </Stack>
      </Sheet>
      <div aria-live="polite">
        {take.error && <Refused error={take.error} />}
        {take.data && <CalendarDone result={take.data} />}
      </div>
    </>
  );
}

function CalendarDone({ result }: { result: CalendarImport }) {
  const { events, shifts, weeks, first, left_out, errors } = result;
  return (
    <Stack gap="lg">
      <Sheet title="Imported">
        <Text size="sm">
          {counted(shifts, 'shift')} in {counted(weeks, 'week')}
          {first ? ` from ${sayDated(first)} on` : ''}, out of {counted(events, 'event')}
          {left_out ? `; ${counted(left_out, 'event was', 'events were')} left out` : ''}.
        </Text>
      </Sheet>
      {errors.length > 0 && (
        <Mistakes errors={errors} explanation="These events weren’t understood; all others were taken." />
      )}
    </Stack>
  );
}

const COLUMNS: Column<FieldError>[] = [
  { id: 'place', header: 'Where', width: 220, render: ({ pointer }) => pointer },
  { id: 'message', header: 'What is wrong', render: ({ message }) => message },
];

function Mistakes({ errors, explanation }: { errors: FieldError[]; explanation: string }) {
  return (
    <Sheet title={counted(errors.length, 'mistake')} pad={false}>
      <Text size="sm" px="md" pb="sm" role="alert">
        {explanation}
      </Text>
      <DataTable
        name="Mistakes in the file"
        id="shift-import-mistakes"
        columns={COLUMNS}
        rows={errors}
        rowKey={({ pointer, message }) => `${pointer} ${message}`}
      />
    </Sheet>
  );
}

function Refused({ error }: { error: unknown }) {
  const { fields, detail } = asProblem(error);
  return fields.length > 0 ? (
    <Mistakes errors={fields} explanation={`${detail}.`} />
  ) : (
    <ProblemNotice error={error} changing />
  );
}

function Template() {
  const read = useMutation({
    mutationFn: shiftTemplate,
    onSuccess: (csv) => save(csv, 'text/csv', 'shifts.csv'),
  });
  return (
    <Stack gap="xs">
      <Button
        variant="default"
        size="xs"
        leftSection={<IconDownload size={15} aria-hidden />}
        loading={read.isPending}
        onClick={() => read.mutate()}
      >
        Download a template
      </Button>
      {read.error && <ProblemNotice error={read.error} />}
    </Stack>
  );
}
