import { Alert, Button, Checkbox, FileInput, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconDownload, IconFileSpreadsheet } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { intention } from '@/api/client';
import { asProblem } from '@/api/problems';
import { Anchor } from '@/parts/Anchor';
import { Empty } from '@/parts/Empty';
import { counted } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { useMay } from '@/session/me';
import { base64Of } from '@/parts/files';
import { ImportOutcome } from './ImportOutcome';
import { importTemplate, useImportPeople } from './queries';
import { ReadAs } from './ReadAs';
import { RowErrors } from './RowErrors';
import { linesIn, unanswered } from './unanswered';

const LARGEST = 4_000_000;

/** Many people at once: a file is checked first, and only then written; how far that is has a page of its own. */
export function ImportPeoplePage() {
  const above = [
    <Anchor key="people" to="/people">
      People
    </Anchor>,
  ];
  return (
    <Page
      title="Import people"
      above={above}
      subtitle="From a CSV file. Whoever is there already is found by e-mail address and changed."
    >
      {useMay()('people.manage') ? (
        <Steps />
      ) : (
        <Empty title="You can’t import people">Ask somebody who manages people to do it.</Empty>
      )}
    </Page>
  );
}

function Steps() {
  const [file, setFile] = useState<string | null>(null);
  const [chosen, setChosen] = useState<File | null>(null);
  const [lines, setLines] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [createMissing, setCreateMissing] = useState(true);
  const [key, setKey] = useState(intention);
  const navigate = useNavigate();
  const check = useImportPeople();
  const write = useImportPeople();

  /** Another file, or other terms: what was found before holds no longer. */
  function again() {
    check.reset();
    write.reset();
    setKey(intention());
  }

  async function choose(next: File | null) {
    again();
    setChosen(next);
    setFile(null);
    setRefusal(null);
    setLines(null);
    if (!next) return;
    if (next.size > LARGEST) setRefusal('The file is larger than 4 MB. Split it in two.');
    // Its bytes, since what they mean is for the server to find out: browsers take everything for UTF-8.
    else {
      setFile(await base64Of(next));
      setLines(linesIn(await next.text()));
    }
  }

  const terms = { file: file ?? '', createMissing };
  /** Let the file be written; under the same key as before where no answer came, so that it is written once. */
  function writeIt() {
    write.mutate(
      { ...terms, dryRun: false, key },
      {
        onSuccess: ({ id }) => {
          if (id) void navigate({ to: '/people/imports/$importId', params: { importId: id } });
        },
      },
    );
  }

  const planned = check.data;
  const people = planned ? planned.created + planned.updated : 0;
  return (
    <Stack gap="lg">
      <Sheet title="The file" actions={<Template />}>
        <Stack gap="md" maw={640}>
          <Text size="sm">
            The first row names the columns; name and email are needed. A column that is left out changes
            nothing about people who are there already, an empty cell clears. Commas, semicolons or tabulators
            may separate cells; several values in one cell are separated by semicolons.
          </Text>
          <FileInput
            label="CSV file"
            placeholder="Choose a file"
            accept=".csv,.tsv,.txt,text/csv"
            leftSection={<IconFileSpreadsheet size={16} aria-hidden />}
            value={chosen}
            clearable
            error={refusal}
            onChange={(next) => void choose(next)}
          />
          <Checkbox
            label="Make teams and groups that aren’t there yet"
            checked={createMissing}
            onChange={(event) => {
              setCreateMissing(event.currentTarget.checked);
              again();
            }}
          />
          <Group>
            <Button
              variant={planned ? 'default' : 'filled'}
              disabled={file === null}
              loading={check.isPending}
              onClick={() => check.mutate({ ...terms, dryRun: true, key: intention() })}
            >
              Check the file
            </Button>
          </Group>
        </Stack>
      </Sheet>
      <div aria-live="polite">
        {check.error && (
          <Refused
            error={check.error}
            lines={lines}
            onRetry={() => check.mutate({ ...terms, dryRun: true, key: intention() })}
          />
        )}
        {planned && (
          <Sheet title="What the import will do">
            <Stack gap="md">
              <ImportOutcome result={planned} />
              {planned.read_as && <ReadAs found={planned.read_as} />}
              {write.error && <Refused error={write.error} lines={lines} onRetry={writeIt} writing />}
              <Group>
                <Button
                  disabled={
                    people === 0 && planned.teams_created.length + planned.groups_created.length === 0
                  }
                  loading={write.isPending}
                  onClick={writeIt}
                >
                  {people ? `Import ${counted(people, 'person', 'people')}` : 'Import'}
                </Button>
                {people === 0 && (
                  <Text size="sm" c="dimmed">
                    Everybody is as the file wants them already.
                  </Text>
                )}
              </Group>
            </Stack>
          </Sheet>
        )}
      </div>
    </Stack>
  );
}

/** The file as it was refused: its rows, or why it couldn't be looked at. */
function Refused({
  error,
  lines,
  onRetry,
  writing = false,
}: {
  error: unknown;
  lines: number | null;
  onRetry: () => void;
  writing?: boolean;
}) {
  const problem = asProblem(error);
  const none = unanswered(problem, writing, lines);
  if (none)
    return (
      <Alert
        role="alert"
        variant="default"
        icon={<IconAlertTriangle color="var(--debrief-act-line)" />}
        title={none.title}
      >
        <Text size="sm">{none.advice}</Text>
        <Button size="xs" variant="default" mt="sm" onClick={onRetry}>
          Try again
        </Button>
      </Alert>
    );
  return problem.fields.length > 0 ? (
    <RowErrors
      fields={problem.fields}
      explanation={`${problem.detail}. Mend the file, choose it again, and check once more. Rows are counted as a spreadsheet counts them.`}
    />
  ) : (
    <ProblemNotice error={error} />
  );
}

function Template() {
  const read = useMutation({
    mutationFn: importTemplate,
    onSuccess: (csv) => {
      const address = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
      const link = document.createElement('a');
      link.href = address;
      link.download = 'people.csv';
      link.click();
      URL.revokeObjectURL(address);
    },
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
