import { Box, Tooltip } from '@mantine/core';
import type { AiProvenance, Origin } from '@/api/schema';
import { Tag } from '@/parts/Tag';
import { wordOf } from '@/parts/words';
import { dollars } from '@/parts/numbers';
import { ORIGIN_WORDS, sourceWords } from './words';

/** Where a value comes from: the model, a vendor's file, a computation, or the customer's own answer. */
export function OriginTag({
  reading,
  provenance,
}: {
  reading: { origin: Origin; source?: string | null };
  provenance?: AiProvenance | null | undefined;
}) {
  const byModel = reading.origin === 'model';
  const offline = byModel && provenance?.model === 'offline';
  const more = byModel
    ? provenance &&
      `Read by the model ${provenance.model}, prompt ${provenance.prompt_version}, for ${dollars(provenance.cost_micro_usd)}`
    : reading.source && sourceWords(reading.source);
  const tag = (
    <Box component="span" style={{ flexShrink: 0 }} {...(more ? { tabIndex: 0 } : {})}>
      <Tag>{offline ? 'Offline model' : wordOf(ORIGIN_WORDS, reading.origin)}</Tag>
    </Box>
  );
  return more ? <Tooltip label={more}>{tag}</Tooltip> : tag;
}
