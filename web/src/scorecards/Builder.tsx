import { DragDropContext, type DropResult } from '@hello-pangea/dnd';
import { Button, Group, Stack, TextInput, Textarea, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { FieldError, NewContent, Section } from '@/api/schema';
import { Sheet } from '@/parts/Page';
import { evenly, moved, newSection, questionMoved } from './editing';
import { RulesEditor } from './RulesEditor';
import { SectionEditor, sectionTitleId } from './SectionEditor';
import { Sorted, Sorting } from './Sorting';
import { Totals } from './Totals';
import type { CardState } from './useCard';

/** Go to a field that is there after the next paint. */
function goToField(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}

/**
 * Everything that can be said about a scorecard, to be changed. One question at a time is open.
 *
 * @param opened the question that is open.
 * @param openPoints what keeps it from being published; each is told beside its field.
 */
export function Builder({
  state,
  openPoints,
  opened,
  onOpen,
}: {
  state: CardState;
  openPoints: FieldError[];
  opened: string | undefined;
  onOpen: (questionId: string | undefined) => void;
}) {
  const { card } = state;
  const { content } = card;
  const wrong = (pointer: string) => openPoints.find((each) => each.pointer === pointer)?.message;
  const change = (next: (before: NewContent) => NewContent) =>
    state.set((before) => ({ ...before, content: next(before.content) }));
  const setSections = (next: (before: Section[]) => Section[]) =>
    change((before) => ({ ...before, sections: next(before.sections) }));

  const drop = ({ type, source, destination }: DropResult) => {
    if (!destination) return;
    if (type === 'section') setSections((before) => moved(before, source.index, destination.index));
    else if (type === 'question') {
      const at = (id: string) => content.sections.findIndex((each) => each.id === id);
      const from = { section: at(source.droppableId), place: source.index };
      const to = { section: at(destination.droppableId), place: destination.index };
      setSections((before) => questionMoved(before, from, to));
    } else {
      const of = type.replace(/^answer-/, '');
      setSections((before) =>
        before.map((section) => ({
          ...section,
          questions: section.questions.map((each) =>
            each.id === of
              ? { ...each, options: moved(each.options, source.index, destination.index) }
              : each,
          ),
        })),
      );
    }
  };
  const addSection = () => {
    const made = newSection(content);
    setSections((before) => [...before, made]);
    goToField(sectionTitleId(made.id));
  };

  return (
    <DragDropContext onDragEnd={drop}>
      <Sheet title="The scorecard">
        <Stack gap="md" maw={720}>
          <TextInput
            label="Name"
            required
            maxLength={200}
            value={card.name}
            onChange={(event) => {
              const name = event.currentTarget.value;
              state.set((before) => ({ ...before, name }));
            }}
          />
          <Textarea
            label="Description"
            autosize
            minRows={1}
            maxRows={6}
            maxLength={4000}
            value={card.description}
            onChange={(event) => {
              const description = event.currentTarget.value;
              state.set((before) => ({ ...before, description }));
            }}
          />
          <RulesEditor content={content} wrong={wrong} onChange={change} />
        </Stack>
      </Sheet>
      <Group justify="space-between">
        <Title order={2}>Sections</Title>
        <Totals content={content} onShare={() => setSections((before) => evenly(before))} />
      </Group>
      <Sorting id="sections" type="section">
        {content.sections.map((section, index) => (
          <Sorted key={section.id} id={section.id} index={index} label={`section ${index + 1}`}>
            {(handle) => (
              <SectionEditor
                sections={content.sections}
                index={index}
                format={content.format}
                handle={handle}
                opened={opened}
                wrong={wrong}
                onOpen={onOpen}
                onChange={setSections}
              />
            )}
          </Sorted>
        ))}
      </Sorting>
      <Group>
        <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={addSection}>
          Add a section
        </Button>
      </Group>
    </DragDropContext>
  );
}
