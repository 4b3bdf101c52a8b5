import { Button, FileInput, Group, List, Stack, Text } from '@mantine/core';
import { IconDownload, IconFileImport } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { intention } from '@/api/client';
import { asProblem } from '@/api/problems';
import type { NewContent, ScorecardDetail, ScorecardFile, ScorecardImport } from '@/api/schema';
import { Foreseen } from '@/forecasts/Foreseen';
import { useWayBack } from '@/forecasts/useWayBack';
import { Anchor } from '@/parts/Anchor';
import { Empty } from '@/parts/Empty';
import { base64Of } from '@/parts/files';
import { Loaded } from '@/parts/Loaded';
import { counted } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { ProblemNotice } from '@/parts/ProblemNotice';
import { said } from '@/parts/say';
import { useMay } from '@/session/me';
import { Changes } from './Changes';
import { downloadCsv } from '@/parts/downloading';
import { LeftOut } from './ExportMenu';
import { placeOf } from './places';
import { readCsv, scorecardQuery, useImportScorecard } from './queries';
import { Content } from './Version';

const route = getRouteApi('/signed-in/setup/scorecards/import');
const LARGEST = 4_000_000;

/** A scorecard out of a file: a new one, or one that is there and becomes what the file says. */
export function ImportScorecardPage() {
  const { into } = route.useSearch();
  const may = useMay();
  const query = useQuery({ ...scorecardQuery(into ?? ''), enabled: into !== undefined });
  const above = [
    <Anchor key="list" to="/setup/scorecards">
      Scorecards
    </Anchor>,
    ...(query.data
      ? [
          <Anchor key="one" to="/setup/scorecards/$scorecardId" params={{ scorecardId: query.data.id }}>
            {query.data.name}
          </Anchor>,
        ]
      : []),
  ];
  const title = query.data ? `Import into ${query.data.name}` : 'Import a scorecard';
  let shown = <Loaded query={query}>{() => null}</Loaded>;
  if (!may('scorecards.manage'))
    shown = <Empty title="You can’t import scorecards">Ask somebody who manages scorecards.</Empty>;
  else if (into === undefined || query.data) shown = <Steps into={query.data} />;
  return (
    <Page
      title={title}
      above={above}
      subtitle={
        query.data
          ? 'The file takes the place of all that the scorecard asks. What has the same id stays the same in reports.'
          : 'From a CSV file, or from an evaluation form of Amazon Connect.'
      }
    >
      {shown}
    </Page>
  );
}

function Steps({ into }: { into: ScorecardDetail | undefined }) {
  const [chosen, setChosen] = useState<File | null>(null);
  const [file, setFile] = useState<ScorecardFile | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [key, setKey] = useState(intention);
  const navigate = useNavigate();
  const check = useImportScorecard();
  const write = useImportScorecard();

  async function choose(next: File | null) {
    check.reset();
    write.reset();
    setKey(intention());
    setChosen(next);
    setFile(null);
    setRefusal(null);
    if (!next) return;
    if (next.size > LARGEST) {
      setRefusal('The file is larger than 4 MB.');
      return;
    }
    const read = await fileOf(next);
    if (typeof read === 'string') {
      setRefusal(read);
      return;
    }
    setFile(read);
    check.mutate({ file: read, into, dryRun: true, key: intention() });
  }

  const planned = check.data;
  const go = into ? (planned?.makes_version ? 'Import as a new version' : 'Import') : 'Import as a draft';
  const takesEffect = into?.status === 'published' && planned?.makes_version;
  const [foreseen, setForeseen] = useState<ScorecardFile | null>(null);
  const { button, back } = useWayBack();
  function importIt(of: ScorecardFile) {
    write.mutate(
      { file: of, into, dryRun: false, key },
      {
        onSuccess: ({ scorecard }) => {
          if (!scorecard) return;
          said(into ? 'The scorecard is as the file says.' : 'The draft is made.');
          void navigate({
            to: '/setup/scorecards/$scorecardId',
            params: { scorecardId: scorecard.id },
          });
        },
        onSettled: () => setKey(intention()),
      },
    );
  }
  return (
    <Stack gap="lg">
      <Sheet title="The file" actions={<Template />}>
        <Stack gap="md" maw={640}>
          <Text size="sm">
            A CSV as it is exported here or made from the template; or the JSON of an evaluation form, as
            Amazon Connect’s API takes or describes it. It is only looked at first.
          </Text>
          <FileInput
            label="CSV or JSON file"
            placeholder="Choose a file"
            accept=".csv,.tsv,.txt,.json,text/csv,application/json"
            leftSection={<IconFileImport size={16} aria-hidden />}
            value={chosen}
            clearable
            error={refusal}
            onChange={(next) => void choose(next)}
          />
        </Stack>
      </Sheet>
      <div aria-live="polite">
        {check.error && <Refused error={check.error} />}
        {planned && file && (
          <Sheet title={into ? 'What the import will change' : 'What the import will draft'}>
            <Stack gap="md">
              <Planned planned={planned} into={into} />
              {write.error && <Refused error={write.error} />}
              {into && foreseen === file ? (
                <Foreseen
                  plan={{ kind: 'scorecard', scorecard_id: into.id, content: planned.content }}
                  what="New evaluations are made with the new version from then on. Those there are keep theirs."
                  go={`Publish version ${into.current_version + 1}`}
                  pending={write.isPending}
                  onGo={() => importIt(file)}
                  onBack={() => {
                    setForeseen(null);
                    back();
                  }}
                />
              ) : (
                <Group>
                  <Button
                    ref={button}
                    loading={write.isPending}
                    disabled={into?.status === 'published' && planned.open_points.length > 0}
                    onClick={() => (takesEffect ? setForeseen(file) : importIt(file))}
                  >
                    {go}
                  </Button>
                </Group>
              )}
            </Stack>
          </Sheet>
        )}
      </div>
      {planned && <Content version={{ ...planned.content, number: 1, scorecard_id: '' }} />}
    </Stack>
  );
}

function Planned({ planned, into }: { planned: ScorecardImport; into: ScorecardDetail | undefined }) {
  const questions = planned.content.sections.flatMap((section) => section.questions);
  return (
    <>
      <Text size="sm">
        <b>{planned.name}</b>: {counted(questions.length, 'question')} in{' '}
        {counted(planned.content.sections.length, 'section')}.
      </Text>
      {planned.left_out.length > 0 && (
        <LeftOut title="What a scorecard can’t hold:" left={planned.left_out} />
      )}
      {planned.open_points.length > 0 && (
        <>
          <Text size="sm">
            {into?.status === 'published'
              ? 'A published scorecard can’t be so. Mend the file first:'
              : 'Before it can be published:'}
          </Text>
          <List size="sm">
            {planned.open_points.map(({ pointer, message }) => (
              <List.Item key={pointer + message}>
                {told(pointer, planned.content)}: {message}
              </List.Item>
            ))}
          </List>
        </>
      )}
      {into &&
        (planned.changes.length > 0 ? (
          <Changes changes={planned.changes} name="What the import will change" />
        ) : (
          <Text size="sm">The questions are as the file wants them already.</Text>
        ))}
    </>
  );
}

/** The file as it is sent, or why it isn't. */
async function fileOf(chosen: File): Promise<ScorecardFile | string> {
  if (!/\.json$/i.test(chosen.name) && chosen.type !== 'application/json')
    // Its bytes, since what they mean is for the server to find out: browsers take everything for UTF-8.
    return { file: await base64Of(chosen) };
  try {
    const form: unknown = JSON.parse((await chosen.text()).replace(/^\ufeff/, ''));
    if (typeof form === 'object' && form !== null && !Array.isArray(form))
      return { connect: form as Record<string, unknown> };
  } catch {
    // Told below.
  }
  return 'The file is no JSON of an evaluation form.';
}

/** A row of a file, or a place in the scorecard that a form would become. */
function told(pointer: string, content: Pick<NewContent, 'sections'>): string {
  if (pointer === 'connect') return 'The form';
  return pointer.startsWith('/') ? placeOf(pointer.replace(/^\/content(?=\/)/, ''), content) : pointer;
}

/** The file as it was refused: its rows, or why it couldn't be looked at. */
function Refused({ error }: { error: unknown }) {
  const problem = asProblem(error);
  if (problem.fields.length === 0) return <ProblemNotice error={error} />;
  const rows = problem.fields.some(({ pointer }) => pointer.startsWith('row '));
  return (
    <Sheet title={`${counted(problem.fields.length, 'mistake')} to mend`}>
      <Text size="sm" role="alert" mb="sm">
        {problem.detail}. Mend the file, and choose it again.
        {rows && ' Rows are counted as a spreadsheet counts them.'}
      </Text>
      <List size="sm">
        {problem.fields.map(({ pointer, message }) => (
          <List.Item key={pointer + message}>
            <Text span inherit fw={600}>
              {told(pointer, { sections: [] })}
            </Text>
            : {message}
          </List.Item>
        ))}
      </List>
    </Sheet>
  );
}

function Template() {
  const read = useMutation({
    mutationFn: () => readCsv(),
    onSuccess: (csv) => downloadCsv(csv, 'scorecard-template.csv'),
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
