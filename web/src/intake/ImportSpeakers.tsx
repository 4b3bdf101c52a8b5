import { useQuery } from '@tanstack/react-query';
import type { ImportView } from '@/api/schema';
import { Sheet } from '@/parts/Page';
import { ManySpeakers } from './ManySpeakers';
import { importSpeakersQuery, useImportSpeakers } from './queries';
import { fileName } from './words';

/** Agent and customer of everything of an import, put the other way round. */
export function ImportSpeakers({ bulk }: { bulk: ImportView }) {
  const begun = bulk.status !== 'running' && bulk.counts.loaded > 0;
  const query = useQuery({ ...importSpeakersQuery(bulk.id), enabled: begun });
  const correction = useImportSpeakers(bulk);
  // To whoever may not ask for anything, and where nobody has, there is nothing to say.
  const said = query.isError || Boolean(query.data?.correction) || (query.data?.actions.length ?? 0) > 0;
  if (!begun || !said) return null;
  return (
    <Sheet title="Who is who">
      <ManySpeakers of={fileName(bulk.key)} query={query} correction={correction} />
    </Sheet>
  );
}
