import { Box, Group, Stack, Table, Text, Title } from '@mantine/core';
import type { Option, Question, ScorecardVersion, Section } from '@/api/schema';
import { Facts } from '@/parts/Facts';
import { trim } from '@/parts/numbers';
import { Sheet } from '@/parts/Page';
import { Tag } from '@/parts/Tag';
import { wordOf } from '@/parts/words';
import { KIND_WORDS, RULE_WORDS, answererOf, appliesTo, phrasesOf, typeOf } from './words';

/** How a version scores, and what it is for. */
export function Rules({ version }: { version: ScorecardVersion }) {
  const questions = version.sections.flatMap((section) => section.questions);
  const points = questions.reduce((sum, each) => sum + best(each), 0);
  return (
    <Facts
      facts={[
        [
          'Format',
          version.format === 'percentage'
            ? 'Percentage: section weights total 100'
            : `Points: ${trim(points)} in all`,
        ],
        ['Pass mark', `${trim(version.pass_mark)}%`],
        ['Answered by', typeOf(version)],
        ['Applies to', appliesTo(version)],
        ['Starts', version.start_automatically ? 'By itself, once an interaction is analysed' : 'By hand'],
        ['Automatic failure', wordOf(RULE_WORDS, version.section_auto_fail_rule)],
        ['Questions', `${questions.length} in ${version.sections.length} sections`],
      ]}
    />
  );
}

/** The sections with their questions. */
export function Content({ version }: { version: ScorecardVersion }) {
  return (
    <>
      {version.sections.map((section) => (
        <Sheet
          key={section.id}
          title={
            <Group gap="sm" align="baseline">
              <Title order={2}>{section.title}</Title>
              <Text size="sm" c="dimmed">
                {weightOf(section, version)}
              </Text>
            </Group>
          }
        >
          {section.description && (
            <Text size="sm" c="dimmed" mb="sm" maw={640} style={{ whiteSpace: 'pre-line' }}>
              {section.description}
            </Text>
          )}
          <Stack gap="lg">
            {section.questions.map((question) => (
              <Asked key={question.id} question={question} />
            ))}
          </Stack>
        </Sheet>
      ))}
    </>
  );
}

function best(question: Question): number {
  return Math.max(0, ...question.options.map(({ points }) => points)) * question.weight;
}

function weightOf(section: Section, version: ScorecardVersion): string {
  if (version.format === 'percentage') return `weight ${trim(section.weight ?? 0)}%`;
  return `${trim(section.questions.reduce((sum, each) => sum + best(each), 0))} points`;
}

function Asked({ question }: { question: Question }) {
  const preselected = question.default_not_applicable
    ? 'N/A'
    : question.options.find(({ id }) => id === question.default_option_id)?.label;
  const details = [
    wordOf(KIND_WORDS, question.kind),
    answererOf(question),
    question.required ? 'required' : 'optional',
    question.allow_na ? 'N/A allowed' : 'no N/A',
    question.weight !== 1 ? `weight × ${trim(question.weight)}` : '',
    preselected ? `preselected: ${preselected}` : '',
    question.allow_comment ? (question.require_comment ? 'comment required' : '') : 'no comment',
    question.pass_by_absence ? 'a pass needs no words that show it' : '',
    question.always_applies ? 'always applies' : '',
  ].filter(Boolean);
  return (
    <Box>
      <Group gap="xs">
        <Title order={3}>{question.text}</Title>
        {question.compliance && <Tag tone="watch">Compliance</Tag>}
      </Group>
      <Text size="xs" c="dimmed">
        {details.join(' · ')}
      </Text>
      <Stack gap={2} mt={4} maw={640} style={{ whiteSpace: 'pre-line' }}>
        {question.description && <Text size="sm">{question.description}</Text>}
        {question.good && <Text size="sm">Good: {question.good}</Text>}
        {question.poor && <Text size="sm">Poor: {question.poor}</Text>}
        {question.context && <Text size="sm">Context: {question.context}</Text>}
        {question.phrases && <Text size="sm">{phrasesOf(question.phrases)}</Text>}
      </Stack>
      <Table mt="xs" w="auto" fz="sm" verticalSpacing={4} aria-label={`Answers to ${question.text}`}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Answer</Table.Th>
            <Table.Th ta="right">Points</Table.Th>
            <Table.Th>Counts as</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {question.options.map((option) => (
            <Table.Tr key={option.id}>
              <Table.Td>
                {option.label}
                {typeof option.value === 'number' && (
                  <Text span c="dimmed" size="xs">
                    {' '}
                    ({trim(option.value)})
                  </Text>
                )}
              </Table.Td>
              <Table.Td ta="right">{trim(option.points * question.weight)}</Table.Td>
              <Table.Td>
                <Meaning option={option} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Box>
  );
}

function Meaning({ option }: { option: Option }) {
  if (option.auto_fail === 'evaluation') return <Tag tone="act">Fails the evaluation</Tag>;
  if (option.auto_fail === 'section') return <Tag tone="act">Fails the section</Tag>;
  return option.passes ? <Tag tone="good">Pass</Tag> : <Tag>No pass</Tag>;
}
