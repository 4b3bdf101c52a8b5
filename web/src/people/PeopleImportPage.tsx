import { Alert, Group, Progress, Stack, Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { ImportItem } from '@/api/schema';
import { Anchor, LinkButton } from '@/parts/Anchor';
import { Loaded } from '@/parts/Loaded';
import { count } from '@/parts/numbers';
import { Page, Sheet } from '@/parts/Page';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { tagOf } from '@/parts/words';
import { ImportOutcome } from './ImportOutcome';
import { usePeopleImport } from './queries';
import { ReadAs } from './ReadAs';
import { RowErrors } from './RowErrors';
import { IMPORT } from './words';

const route = getRouteApi('/signed-in/people/imports/$importId');

/** One import of people: how far it is, and what came of it. */
export function PeopleImportPage() {
  const { importId } = route.useParams();
  const query = usePeopleImport(importId);
  const { data } = query;
  return (
    <Page
      title="Import of people"
      above={[
        <Anchor key="people" to="/people">
          People
        </Anchor>,
        <Anchor key="imports" to="/people/imports">
          Import people
        </Anchor>,
      ]}
      subtitle={
        data && (
          <>
            asked for <When at={data.created_at} />
          </>
        )
      }
    >
      <Loaded query={query}>{(found) => <Course found={found} />}</Loaded>
    </Page>
  );
}

function Course({ found }: { found: ImportItem }) {
  const done = found.created + found.updated + found.unchanged + found.left;
  const running = found.status === 'running';
  return (
    <Stack gap="lg">
      <Sheet>
        <Stack gap="sm" align="stretch">
          <div>
            <Tag tone={tagOf(IMPORT, found.status).tone}>{tagOf(IMPORT, found.status).word}</Tag>
          </div>
          <Progress
            value={found.people ? (done / found.people) * 100 : 100}
            size="lg"
            aria-label="How far the import is"
          />
          <Text size="sm" aria-live="polite">
            {`${count(done)} of ${count(found.people)} ${found.people === 1 ? 'person' : 'people'} dealt with`}
            {running && '. It goes on when you leave this page.'}
          </Text>
          <ImportOutcome result={found} />
          {found.read_as && <ReadAs found={found.read_as} />}
          {found.failure && (
            <Alert variant="default" role="alert">
              {found.failure.sentence}
            </Alert>
          )}
          {!running && found.created > 0 && (
            <Text size="sm">Nobody can sign in yet: invite them from the list when they shall begin.</Text>
          )}
          {!running && (
            <Group gap="xs">
              <LinkButton to="/people">Show people</LinkButton>
              <LinkButton to="/people/imports" variant="default">
                Import a file
              </LinkButton>
            </Group>
          )}
        </Stack>
      </Sheet>
      {found.errors.length > 0 && (
        <RowErrors
          fields={found.errors}
          title={`${count(found.left)} left out`}
          explanation={
            found.left > found.errors.length
              ? 'These are the first of them. Rows are counted as a spreadsheet counts them.'
              : 'Rows are counted as a spreadsheet counts them.'
          }
          name="Rows that were left out"
        />
      )}
    </Stack>
  );
}
