import type { InteractionView } from '@/api/schema';
import { Anchor } from '@/parts/Anchor';
import type { Column } from '@/parts/DataTable';
import { Heading } from '@/parts/Heading';
import { Name } from '@/parts/Name';
import { trim } from '@/parts/numbers';
import { sayDuration } from '@/parts/times';
import { wordOf } from '@/parts/words';
import { Sentiment } from './AnalysisList';
import { CHANNEL_WORDS, languageWords, promoter } from './words';

const time = (ms: number | null | undefined) => (ms === null || ms === undefined ? '–' : sayDuration(ms));

/** The columns of the list, the more seldom asked for hidden. */
export const COLUMNS: Column<InteractionView>[] = [
  {
    id: 'reference',
    header: 'Conversation',
    render: (row) => (
      <Anchor to="/conversations/$interactionId" params={{ interactionId: row.id }} inherit>
        <Heading of={{ ...row, at: row.started_at }} />
      </Anchor>
    ),
  },
  { id: 'agent', header: 'Agent', render: (row) => <Name of={row.agent_name} /> },
  { id: 'channel', header: 'Channel', render: (row) => wordOf(CHANNEL_WORDS, row.channel) },
  { id: 'queue', header: 'Queue', render: (row) => row.queue },
  { id: 'duration', header: 'Duration', align: 'right', render: (row) => time(row.duration_ms) },
  { id: 'inquiry', header: 'Inquiry', hidden: true, render: (row) => row.inquiry.join(', ') || '–' },
  {
    id: 'sentiment',
    header: 'Customer sentiment',
    render: (row) =>
      row.analysis?.customer_sentiment ? <Sentiment score={row.analysis.customer_sentiment.value} /> : '–',
  },
  {
    id: 'satisfaction',
    header: 'Satisfaction',
    align: 'right',
    render: (row) =>
      row.analysis?.predicted_satisfaction ? `${trim(row.analysis.predicted_satisfaction.value)} of 5` : '–',
  },
  {
    id: 'resolution',
    header: 'Resolution',
    hidden: true,
    render: (row) => {
      const resolution = row.analysis?.predicted_resolution;
      return resolution ? (resolution.value ? 'Resolved' : 'Not resolved') : '–';
    },
  },
  {
    id: 'xnps',
    header: 'xNPS',
    hidden: true,
    render: (row) =>
      row.analysis?.xnps ? `${row.analysis.xnps.value}, ${promoter(row.analysis.xnps.value)}` : '–',
  },
  { id: 'handle', header: 'Handle time', align: 'right', hidden: true, render: (row) => time(row.handle_ms) },
  {
    id: 'language',
    header: 'Language',
    hidden: true,
    render: (row) => (row.language ? languageWords(row.language) : '–'),
  },
  { id: 'disposition', header: 'Disposition', hidden: true, render: (row) => row.disposition ?? '–' },
  { id: 'topics', header: 'Topics', hidden: true, render: (row) => row.topics.join(', ') || '–' },
  {
    id: 'indicators',
    header: 'Indicators',
    hidden: true,
    render: (row) => row.indicators.join(', ') || '–',
  },
];
