import { Group, MultiSelect, Select, Switch, TagsInput } from '@mantine/core';
import type { Channel, NewContent } from '@/api/schema';
import { ofFormat } from './editing';
import { NumberField } from './NumberField';
import { RULE_WORDS } from './words';

const CHANNELS: { value: Channel; label: string }[] = [
  { value: 'voice', label: 'Voice' },
  { value: 'chat', label: 'Chat' },
  { value: 'email', label: 'E-mail' },
  { value: 'offline', label: 'Offline' },
];

/** How a scorecard scores, and what it is for. */
export function RulesEditor({
  content,
  wrong,
  onChange,
}: {
  content: NewContent;
  wrong: (pointer: string) => string | undefined;
  onChange: (change: (before: NewContent) => NewContent) => void;
}) {
  const { channels = [], queues = [] } = content.applies_to ?? {};
  const applies = (to: { channels?: Channel[]; queues?: string[] }) =>
    onChange((before) => ({
      ...before,
      applies_to: {
        channels: before.applies_to?.channels ?? [],
        queues: before.applies_to?.queues ?? [],
        ...to,
      },
    }));
  return (
    <>
      <Group gap="md" align="flex-start" grow preventGrowOverflow={false}>
        <Select
          label="Score"
          allowDeselect={false}
          data={[
            { value: 'percentage', label: 'Percentage: sections have weights' },
            { value: 'points', label: 'Points, added up' },
          ]}
          value={content.format}
          onChange={(format) => format && onChange((before) => ofFormat(before, format))}
        />
        <NumberField
          label="Pass mark"
          suffix="%"
          min={0}
          max={100}
          decimalScale={4}
          value={content.pass_mark}
          onNumber={(value) => {
            if (value !== null && value >= 0 && value <= 100)
              onChange((before) => ({ ...before, pass_mark: value }));
          }}
        />
      </Group>
      <Select
        label="A section that fails automatically"
        allowDeselect={false}
        data={[
          { value: 'zero', label: RULE_WORDS.zero },
          { value: 'leave_out', label: RULE_WORDS.leave_out },
        ]}
        value={content.section_auto_fail_rule}
        onChange={(rule) => rule && onChange((before) => ({ ...before, section_auto_fail_rule: rule }))}
      />
      <MultiSelect
        label="Channels"
        description="None chosen: every channel"
        data={CHANNELS}
        value={channels}
        onChange={(chosen) =>
          applies({ channels: CHANNELS.map(({ value }) => value).filter((each) => chosen.includes(each)) })
        }
      />
      <TagsInput
        label="Queues"
        description="None written: every queue. Enter after each; it may be one that no conversation has had yet."
        value={queues}
        error={wrong('/applies_to/queues')}
        onChange={(chosen) => applies({ queues: chosen })}
      />
      <Switch
        label="Starts by itself, as soon as a conversation is analysed"
        checked={content.start_automatically}
        error={wrong('/start_automatically')}
        onChange={(event) => {
          const start = event.currentTarget.checked;
          onChange((before) => ({ ...before, start_automatically: start }));
        }}
      />
    </>
  );
}
