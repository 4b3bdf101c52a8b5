import { Kbd, Modal, Table, Text } from '@mantine/core';

const KEYS: [string[], string][] = [
  [['J', '↓'], 'Next question'],
  [['K', '↑'], 'Previous question'],
  [['1', '…', '9'], 'Choose the answer with this number, and go on to the next question'],
  [['Y', 'N'], 'Yes, no, and go on'],
  [['A'], 'Not applicable (N/A), and go on'],
  [['Backspace'], 'Take the answer back'],
  [['C'], 'Write a comment; Esc goes back to the question'],
  [['Shift', 'C'], 'Comment on the question answered last'],
  [['E'], 'Use the words selected in the transcript, or the turn that has the focus, as evidence'],
  [['Shift', 'E'], 'Use them as evidence for the question answered last'],
  [['Space'], 'Play or pause the recording'],
  [['←'], 'Back five seconds'],
  [['Ctrl', 'Enter'], 'Complete, and open the next conversation to score (on a Mac ⌘ Enter)'],
  [['?'], 'This help'],
];

/** The keys for evaluating without a mouse. */
export function KeysHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Table aria-label="Keys">
        <Table.Tbody>
          {KEYS.map(([keys, does]) => (
            <Table.Tr key={does}>
              <Table.Th scope="row" fw={400} style={{ whiteSpace: 'nowrap' }}>
                {keys.map((key) =>
                  key === '…' ? (
                    ' … '
                  ) : (
                    <Kbd key={key} mr={4}>
                      {key}
                    </Kbd>
                  ),
                )}
              </Table.Th>
              <Table.Td>{does}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed" mt="sm">
        While you write, keys are letters. On a radio button the arrows and the space bar choose.
      </Text>
    </Modal>
  );
}
