import { Text } from '@mantine/core';
import type { AiProvenance } from '@/api/schema';
import { Disclosure } from '@/parts/Disclosure';
import { Facts } from '@/parts/Facts';
import { count, dollars } from '@/parts/numbers';

/** Where the answers of the AI come from: model, prompt, and what they cost. */
export function Provenance({ provenance }: { provenance: AiProvenance }) {
  const dropped = Number(provenance.parameters?.dropped_quotes ?? 0);
  const sentences = Number(provenance.parameters?.dropped_sentences ?? 0);
  const offline = provenance.model === 'offline';
  return (
    <Disclosure label="How the AI answered">
      {offline && (
        <Text size="sm" mb="xs">
          These answers are by the offline model, which looks for words and understands nothing.
        </Text>
      )}
      <Facts
        facts={[
          ['Model', offline ? 'Offline model' : provenance.model],
          ['Prompt', `${provenance.prompt_version}, hash ${provenance.prompt_hash.slice(0, 12)}`],
          ['Tokens', `${count(provenance.input_tokens)} in, ${count(provenance.output_tokens)} out`],
          ['Cost', dollars(provenance.cost_micro_usd)],
          ['Time', `${(provenance.latency_ms / 1000).toFixed(1)} s`],
          ['Quotes dropped', dropped === 0 ? 'None' : `${dropped}, since nobody said them`],
          [
            'Sentences dropped',
            sentences === 0 ? 'None' : `${sentences}, which the conversation doesn’t bear out`,
          ],
        ]}
      />
    </Disclosure>
  );
}
